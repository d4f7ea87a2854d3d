"""Puts the patient's site together: the gate in front, the page rooms behind."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from dossier.base import Settings
from dossier.store import Store

from . import (
    account,
    activation,
    closure,
    demo,
    documents,
    federation,
    history,
    mandates,
    opt_out,
    prints,
    receipts,
    record,
    recovery,
    sign_in,
    turn,
)
from . import help as help_room
from .ui import Gate, PatientFace

_LARGEST_FORM = 64 * 1024


def create_portal(settings: Settings, store: Store, sent: demo.Sent) -> Flask:
    """Return the portal's application. `sent` words and prints messages for the demonstration's outbox.

    Raises `PageUnguarded` when a page was declared without a guard, `StartRefused` when our key for an identity
    provider can't be read.
    """
    app = Flask("portal", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = _LARGEST_FORM
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.url_map.merge_slashes = False  # a doubled slash is no page, and no answer made beside the gate
    rooms = [
        room.room
        for room in (
            sign_in,
            account,
            record,
            documents,
            history,
            prints,
            activation,
            recovery,
            closure,
            opt_out,
            receipts,
            mandates,
            help_room,
            turn,
        )
    ]
    rooms += [federation.make_room(settings), demo.make_room(sent)]
    Gate(app, settings, store, rooms, PatientFace(settings))
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted)  # type: ignore[method-assign]
    return app
