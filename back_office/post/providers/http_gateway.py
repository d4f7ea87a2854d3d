"""SMS by a gateway that is asked over HTTP: one JSON object a message, under its key."""

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from back_office.post.port import Accepted, Later, Outcome, Parcel, Refused, Unsure
from back_office.post.slips import clean_reference, short_why
from dossier.base import Gateway

from .lines import SECONDS, Broken, Reply, Unreached, post_json

_DUPLICATE = 409
_REFUSED = frozenset({400, 410, 422})
"""This message, for this address, never. Every other 4xx is about us (a key, a credit, a pace): it may pass later."""
_NOT_DONE = frozenset({503})
"""The one fault of a server that says that nothing was begun (RFC 9110, 15.6.4)."""


class HttpGateway:
    """One gateway for SMS. It keeps keys: what it is asked twice under one key leaves once."""

    keeps_keys = True

    def __init__(
        self, gateway: Gateway, context: ssl.SSLContext, clock: Callable[[], datetime], *, seconds: float = SECONDS
    ) -> None:
        """Stand ready; nothing is opened yet."""
        self.name = gateway.name
        self.channel: str = gateway.channel
        self._gateway, self._context, self._clock, self._seconds = gateway, context, clock, seconds

    def send(self, parcel: Parcel) -> Outcome:
        """Ask for one SMS."""
        return self._ask(parcel, {"text": parcel.text})

    def close(self) -> None:
        """Do nothing: each request has a line of its own."""

    def _ask(self, parcel: Parcel, content: Mapping[str, Any]) -> Outcome:
        told = {
            "key": parcel.key,
            "to": parcel.address,
            "from": self._gateway.sender,
            "language": parcel.language,
            "not_after": parcel.not_after.isoformat(),
            **content,
        }
        try:
            reply = post_json(self._gateway, self._context, parcel.key, told, self._clock(), seconds=self._seconds)
        except Unreached as fault:
            return Later(short_why("unreached", fault))
        except Broken as fault:
            return Unsure(short_why("broken", fault))
        return outcome_of(reply, parcel.key)


def outcome_of(reply: Reply, key: str) -> Outcome:
    """Return what an answer means for the message of this key. Pure."""
    status = reply.status
    if 200 <= status < 300 or status == _DUPLICATE:
        return Accepted(clean_reference(reply.told.get("id")) or key)
    if status in _REFUSED:
        return Refused(f"http-{status}")
    if status >= 500 and status not in _NOT_DONE:
        return Unsure(f"http-{status}")
    return Later(f"http-{status}")
