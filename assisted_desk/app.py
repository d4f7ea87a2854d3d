"""Puts the desk's site together: the gate in front, the page rooms behind."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, Request
from werkzeug.middleware.proxy_fix import ProxyFix

from dossier.base import Settings
from dossier.store import Store
from portal.ui import Gate

from . import advisor, call_center, deadline, home, keys, proconnect, sign_in, supervisor
from .ui import DeskFace, scripts_room

_LARGEST_FORM = 64 * 1024


class InMemory(Request):
    """A request whose files stay in memory: the photograph of a paper never lies on a disk in clear."""

    def _get_file_stream(self, *_told: Any, **_more: Any) -> IO[bytes]:
        """Return where one file is written while the form is read; how much that may be, the gate says."""
        return BytesIO()


def create_desk(settings: Settings, store: Store) -> Flask:
    """Return the desk's application. Raises `PageUnguarded` when a page was declared without a guard of the desk."""
    app = Flask("assisted_desk", static_folder=None, template_folder=None)
    app.request_class = InMemory
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_FORM
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.merge_slashes = False  # a doubled slash is no page, and no answer made beside the gate
    rooms = [
        sign_in.room,
        home.room,
        call_center.room,
        supervisor.room,
        advisor.room,
        keys.room,
        deadline.room,
        proconnect.make_room(settings),
        scripts_room,
    ]
    Gate(app, settings, store, rooms, DeskFace(settings))
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
    return app
