"""The states of a record space, the moves between them, and how long things are kept (DOMAIN B4, B5). Pure."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused


class State(StrEnum):
    """Where a record space stands in its life. An erased one is no longer there."""

    ANNOUNCED = "announced"
    OPPOSED = "opposed"
    OPENED = "opened"
    """Created at the end of the window, never activated: professionals may feed and read it."""
    ACTIVATED = "activated"
    CLOSED = "closed"
    """Archived ten years; may be opened again (R1111-36)."""


class StateRefused(Refused):
    """The space's state doesn't allow this act."""

    code: ClassVar[str] = "state-refused"


GRACE = timedelta(minutes=10)
"""The clock opens a space this long after its window: an opt-out sent before midnight may still be under way."""
CODE_LIFE = timedelta(weeks=6)
"""How long a letter's code lives at least (DOMAIN B1)."""
OPPOSED_KEPT = timedelta(days=30)
"""How long the identity of somebody who opted out stays, so that she can change her mind without starting anew."""
ERASURE_AFTER = timedelta(days=60)
"""When an asked erasure is done; the law leaves three months at most (R1111-36)."""
ERASURE_LATEST = timedelta(days=85)
"""Until when an erasure waits for its transmission to the caisse."""
ERASURE_POSTPONED = timedelta(days=7)
"""When an erasure that waits for the caisse is looked at again."""
ERASURE_TOLD = timedelta(days=7)
"""How long before an erasure the person is told by letter."""
MAJORITY = 18
"""Years of age."""
ARCHIVE_YEARS = 10
"""How long a closed record is kept (R1111-36)."""

_MOVES: dict[State, frozenset[State]] = {
    # A request that comes after the window, before the clock opened the space, closes it at once.
    State.ANNOUNCED: frozenset({State.OPPOSED, State.OPENED, State.CLOSED}),
    State.OPPOSED: frozenset({State.OPENED, State.ANNOUNCED}),
    # Paper posted in time may arrive after the opening: the postmark decides (CRPA L112-1).
    State.OPENED: frozenset({State.ACTIVATED, State.CLOSED, State.OPPOSED}),
    State.ACTIVATED: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.OPENED}),
}


def may_move(start: State, end: State) -> bool:
    """Tell whether a space may go from one state to another."""
    return end in _MOVES[start]


def can_be_read(state: State) -> bool:
    """Tell whether its holder may read it."""
    return state is State.ACTIVATED


def can_be_fed(state: State) -> bool:
    """Tell whether a document may be deposited: activated or not, an open record is fed (DOMAIN 0.2)."""
    return state in (State.OPENED, State.ACTIVATED)


def is_minor(birth_on: date, today: date) -> bool:
    """Tell whether somebody is not eighteen yet: others by law act for her (Code civil, 388)."""
    return today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day)) < MAJORITY


def erased_at_the_latest(asked_at: datetime) -> datetime:
    """Return until when an asked erasure is done, whatever its transmission waits for; within three months."""
    return asked_at + ERASURE_LATEST


def archived_until(closed_at: datetime) -> datetime:
    """Return when a record closed at this instant is erased: the same day ten years later, or the month's last."""
    year = closed_at.year + ARCHIVE_YEARS
    return closed_at.replace(year=year, day=min(closed_at.day, monthrange(year, closed_at.month)[1]))
