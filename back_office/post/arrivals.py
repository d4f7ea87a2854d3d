"""What providers tell later, taken in: kept whole before the provider is told that we have it."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from dossier.base import now
from dossier.outbox import Delivery, note_delivery
from dossier.store import Store

from .following import PersonsWays
from .slips import Slip

_WAYS = PersonsWays()


def take_slip(store: Store, slip: Slip, clock: Callable[[], datetime] = now) -> Literal["noted", "known", "unknown"]:
    """Take note of a slip of delivery; told twice it counts once. What didn't arrive goes on to the next channel.

    Raises `StoreSilent`: then the provider must tell it again.
    """
    told = Delivery(slip.provider, slip.outcome, slip.why, slip.key, slip.reference, slip.mark)
    with store.writing() as unit:
        return note_delivery(unit, told, _WAYS, clock())
