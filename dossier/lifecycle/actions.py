"""Beginning a record space and its window, and moving it from one state to the next, told in the journal."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.journal import Event, append, hold
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .cases import Sending, columns_of
from .queries import state_of
from .regimes import Regime
from .rules import State, StateRefused, may_move
from .tables import space


def found_space(unit: Unit, acting: Acting, now: datetime) -> None:
    """Announce a new space whose letter this house knows nothing of: its window has no end, nothing opens by itself."""
    require(acting, Action.SPACE_MOVE)
    unit.add(space, {"patient_id": acting.patient_id, "state": str(State.ANNOUNCED), "since_at": now})
    append(unit, acting, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(State.ANNOUNCED)})


def announce(unit: Unit, acting: Acting, sending: Sending, told: Regime, now: datetime, *, waits: bool = False) -> None:
    """Announce a new space by a letter or e-mail: its holder may say no until the window ends (CSP R1111-28).

    The days are computed here, once; a later rule never alters them. When the notice still `waits` to be sent, the
    clock leaves the space alone until `notices_sent`. Raises `SendingDateRefused`.
    """
    require(acting, Action.SPACE_MOVE)
    row = {"patient_id": acting.patient_id, "state": str(State.ANNOUNCED), "since_at": now}
    unit.add(space, row | columns_of(sending, told) | ({"due_at": None} if waits else {}))
    append(unit, acting, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(State.ANNOUNCED)} | facts_of(sending, told))


def announce_again(unit: Unit, acting: Acting, sending: Sending, told: Regime, now: datetime) -> None:
    """Begin the window anew with another sending, after an e-mail that never arrived (CSP R1111-28).

    Only an announced space has a window. Raises `StateRefused`, `SendingDateRefused`.
    """
    require(acting, Action.SPACE_MOVE)
    hold(unit, acting.patient_id)
    before = state_of(unit, acting.patient_id)
    if before is not State.ANNOUNCED:
        raise StateRefused(before=before, asked=State.ANNOUNCED)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(columns_anew(sending, told)))
    append(unit, acting, Event.LIFECYCLE_WINDOW_SET, now, facts_of(sending, told))


def move_space(unit: Unit, acting: Acting, state: State, now: datetime) -> None:
    """Move a space to `state`. Raises `StateRefused` when that isn't a move of the law."""
    require(acting, Action.SPACE_MOVE)
    hold(unit, acting.patient_id)
    before = state_of(unit, acting.patient_id)
    if before is None:
        raise StateRefused(before=before, asked=state)
    step(unit, acting, before, state, now)


def step(
    unit: Unit, acting: Acting, before: State, state: State, now: datetime, due_at: datetime | None = None
) -> None:
    """Move a space that is held, whose state was read; the clock next acts on it at `due_at`. Raises `StateRefused`."""
    if not may_move(before, state):
        raise StateRefused(before=before, asked=state)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(state=str(state), since_at=now, due_at=due_at))
    append(unit, acting, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(state)})


def columns_anew(sending: Sending, told: Regime) -> dict[str, Any]:
    """Return the columns of a window that begins anew.

    Another letter doesn't take back that one reached the wrong person: what stopped the opening still does.
    """
    columns = columns_of(sending, told)
    due_at = sa.literal(columns.pop("due_at"), space.c.due_at.type)
    del columns["blocked_at"]
    return columns | {"due_at": sa.case((space.c.blocked_at.is_(None), due_at))}


def facts_of(sending: Sending, told: Regime) -> dict[str, str]:
    """Return what the journal tells of a window."""
    sent_on = sending.sent_on.isoformat() if sending.sent_on else ""
    return {"sent_on": sent_on, "regime": told.id, "zone": str(sending.zone)}
