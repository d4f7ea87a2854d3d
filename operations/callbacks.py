"""What providers tell by themselves: one address each, believed by its signature alone. No cookie, no form token."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, jsonify, request

from back_office.post.called_back import LARGEST, CallbackRefused, take_callback
from dossier.base import Settings, now
from dossier.store import Store, StoreSilent

_STATUS = {"provider": 404, "shape": 400}
"""Anything else is a signature that isn't believed."""
_UNBELIEVED, _TOO_LARGE, _SILENT = 401, 413, 503
_SECONDS = "30"


def callbacks(settings: Settings, store: Store, clock: Callable[[], datetime] = now) -> Blueprint:
    """Return the one address that takes a POST here. It says 200 only once all is kept."""
    room = Blueprint("callbacks", __name__)

    @room.post("/post/<provider>")
    def take(provider: str) -> Response:
        """Take one callback; a refusal has no words."""
        body = _body()
        if body is None:
            return Response(status=_TOO_LARGE)
        signed = request.headers.get("X-Signature", "")
        try:
            return jsonify(take_callback(store, settings, provider, signed, body, clock))
        except CallbackRefused as refused:
            return Response(status=_STATUS.get(str(refused.facts["why"]), _UNBELIEVED))
        except StoreSilent:
            return Response(status=_SILENT, headers={"Retry-After": _SECONDS})

    return room


def _body() -> bytes | None:
    """Return what was sent; None when it is more than a callback ever is. Not a byte more is read."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = request.stream.read(LARGEST + 1)
    return body if len(body) <= LARGEST else None
