"""The states of a record space and the moves between them (DOMAIN B4; CSP R1111-28, R1111-36). Pure."""

from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused


class State(StrEnum):
    """Where a record space stands in its life."""

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


_MOVES: dict[State, frozenset[State]] = {
    State.ANNOUNCED: frozenset({State.OPPOSED, State.OPENED}),
    State.OPPOSED: frozenset({State.OPENED}),
    State.OPENED: frozenset({State.ACTIVATED, State.CLOSED}),
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
