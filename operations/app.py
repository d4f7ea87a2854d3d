"""Puts the operators' face together: no sessions, no cookies, no templates."""

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from dossier.base import Settings, logger
from dossier.store import Store, StoreSilent

from .callbacks import callbacks
from .monitors import monitors

_LARGEST = 64 * 1024
_LOG = logger("operations")


def create_operations(settings: Settings, store: Store) -> Flask:
    """Return the application that monitors and providers speak to."""
    app = Flask("operations", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_blueprint(callbacks(settings, store))
    app.register_blueprint(monitors(settings, store))
    app.register_error_handler(Exception, _answer_error)
    return app


def _answer_error(error: Exception) -> Response:
    """Answer any error with its number alone: who asks is a machine."""
    if isinstance(error, HTTPException):
        return Response(status=error.code or 500, mimetype="text/plain")
    _LOG.error("broken", fault=error)
    return Response(status=503 if isinstance(error, StoreSilent) else 500, mimetype="text/plain")
