"""What providers tell later, taken in: kept whole before the provider is told that we have it."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from dossier.base import now
from dossier.outbox import Delivery, note_delivery
from dossier.store import Store

from .answers import take_heard
from .following import PersonsWays
from .pressing import take_pressed, take_typed
from .replies import NOTHING, Reply
from .slips import Arrival, Heard, Pressed, Slip

_WAYS = PersonsWays()


def take_arrival(store: Store, arrival: Arrival, clock: Callable[[], datetime] = now) -> Reply:
    """Take in whatever a provider tells; return what is said to whoever is on the line. Raises `StoreSilent`."""
    match arrival:
        case Slip():
            take_slip(store, arrival, clock)
        case Heard():
            take_heard(store, arrival, clock)
        case Pressed():
            return take_pressed(store, arrival, clock)
        case _:
            return take_typed(store, arrival, clock)
    return NOTHING


def take_slip(
    store: Store, slip: Slip, clock: Callable[[], datetime] = now, ways: PersonsWays = _WAYS
) -> Literal["noted", "known", "unknown"]:
    """Take note of a slip of delivery; told twice it counts once. What didn't arrive goes on to the next channel.

    Raises `StoreSilent`: then the provider must tell it again.
    """
    told = Delivery(slip.provider, slip.outcome, slip.why, slip.key, slip.reference, slip.mark)
    with store.writing() as unit:
        return note_delivery(unit, told, ways, clock())
