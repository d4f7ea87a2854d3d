"""Moving a record space from one state to the next, told in the journal."""

from datetime import datetime

from dossier.journal import Event, append, hold
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .queries import state_of
from .rules import State, StateRefused, may_move
from .tables import space


def found_space(unit: Unit, acting: Acting, now: datetime) -> None:
    """Announce a new space. It starts in the window in which its holder may say no (CSP R1111-28)."""
    require(acting, Action.SPACE_MOVE)
    row = {"patient_id": acting.patient_id, "state": str(State.ANNOUNCED), "since_at": now}
    unit.execute(space.insert(), row)
    append(unit, acting, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(State.ANNOUNCED)})


def move_space(unit: Unit, acting: Acting, state: State, now: datetime) -> None:
    """Move a space to `state`. Raises `StateRefused` when that isn't a move of the law."""
    require(acting, Action.SPACE_MOVE)
    hold(unit, acting.patient_id)
    before = state_of(unit, acting.patient_id)
    if before is None or not may_move(before, state):
        raise StateRefused(before=before, asked=state)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(state=str(state), since_at=now))
    append(unit, acting, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(state)})
