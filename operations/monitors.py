"""`/health` and `/metrics`: for whoever asks on this machine, and for whoever shows the token."""

import hmac

from flask import Blueprint, Request, Response, abort, jsonify, request

from back_office.post.routes import carriers_of
from dossier.base import Settings, logger, now
from dossier.store import Store, StoreSilent

from .figures import CONTENT_TYPE, figures
from .health import health_of
from .sight import Sight, look

_LOG = logger("operations")
_HERE = ("127.0.0.1", "::1")
_BY_OTHERS = ("X-Forwarded-For", "Forwarded")
"""What a proxy adds: then the asker isn't on this machine, though the proxy is."""


def monitors(settings: Settings, store: Store) -> Blueprint:
    """Return the two addresses. Whoever may not see them is told that they don't exist."""
    pages = Blueprint("monitors", __name__)
    carriers = dict(carriers_of(settings))
    if not settings.demo:  # where nobody prints
        carriers["letter"] = ()

    @pages.before_request
    def _keep_out() -> None:
        if not _may_see(request, settings.operations.token):
            abort(404)

    @pages.get("/health")
    def health() -> tuple[Response, int]:
        told = health_of(_seen(store), carriers, reads_bounces=settings.channels.bounces is not None)
        return jsonify(told), 200 if told["healthy"] else 503

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(figures(_seen(store)), content_type=CONTENT_TYPE)

    return pages


def _seen(store: Store) -> Sight | None:
    """Return what the database tells; None when it is silent, which is news as well."""
    try:
        return look(store, now())
    except StoreSilent as silent:
        _LOG.error("store-silent", fault=silent)
        return None


def _may_see(asked: Request, token: str) -> bool:
    if asked.remote_addr in _HERE and not any(name in asked.headers for name in _BY_OTHERS):
        return True
    shown = asked.headers.get("Authorization", "").encode()
    return bool(token) and hmac.compare_digest(shown, f"Bearer {token}".encode())
