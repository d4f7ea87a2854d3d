"""A gateway's callback, from its bytes to what it changes and what we answer."""

from collections.abc import Callable
from datetime import datetime

from dossier.base import Settings, now
from dossier.store import Store

from .arrivals import take_arrival
from .providers.callbacks import LARGEST, CallbackRefused, read_callback
from .replies import NOTHING, lines_of

__all__ = ["LARGEST", "CallbackRefused", "take_callback"]


def take_callback(
    store: Store, settings: Settings, provider: str, signed: str, body: bytes, clock: Callable[[], datetime] = now
) -> dict[str, object]:
    """Take in what a provider tells; return our answer.

    Lines for whoever is on the line, whether she is joined, and how many digits are gathered from her next.

    Told again it changes nothing, and has the same answer. Raises `CallbackRefused` (`provider` when it is none of
    ours), and `StoreSilent`: then the provider must tell it again.
    """
    key = _keys(settings).get(provider)
    if key is None:
        raise CallbackRefused(why="provider")
    arrival = read_callback(provider, key, signed, body, clock())
    reply = NOTHING if arrival is None else take_arrival(store, arrival, clock)
    return {"lines": lines_of(reply, settings), "join": reply.joins, "gather": reply.gathers}


def _keys(settings: Settings) -> dict[str, str]:
    """Return the callback key of each provider that may call back."""
    gateways = (*settings.channels.gateways, *settings.channels.callers)
    return {one.name: one.callback_key for one in gateways if one.callback_key}
