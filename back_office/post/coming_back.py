"""The bounce mailbox, read in each round of the clock: what came back is noted, and the next channel follows."""

from collections.abc import Callable
from datetime import datetime

from dossier.base import Settings, now
from dossier.store import Store
from dossier.upkeep import note_bounces_read

from .arrivals import take_slip
from .following import ways_of
from .providers.bounces import MailboxUnread, Round, empty_mailbox
from .providers.lines import trusting

__all__ = ["MailboxUnread", "Round", "take_bounces"]


def take_bounces(store: Store, settings: Settings, clock: Callable[[], datetime] = now) -> Round:
    """Empty the bounce mailbox, where there is one, and keep when that was.

    Raises `MailboxUnread`, and `StoreSilent`: then what wasn't kept is read again.
    """
    bounces = settings.channels.bounces
    if bounces is None:
        return Round()
    context = trusting(settings.channels.authorities)
    found = empty_mailbox(bounces, context, lambda slip: take_slip(store, slip, clock, ways_of(settings)))
    with store.writing() as unit:
        note_bounces_read(unit, now())  # by the real clock, for monitors
    return found
