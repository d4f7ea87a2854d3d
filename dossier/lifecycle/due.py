"""What the clock does when windows have ended: the spaces of those who did not say no are opened (CSP R1111-28)."""

from datetime import datetime

import sqlalchemy as sa

from dossier.journal import Event, append_alike, hold_free
from dossier.policy import Role
from dossier.store import Gathering, Unit
from dossier.vault import keep_keys

from .rules import State
from .tables import space


def open_due(unit: Gathering, now: datetime, limit: int) -> int:
    """Open up to `limit` announced spaces whose window and its grace are over; return how many were.

    Several workers share the work: none waits, none takes a space that another one or an act has in hand. A space
    whose holder says no at this moment is left to her: whoever has the turn of a chain decides. None opened doesn't
    mean that none is left: those in hand come another time.
    """
    # A locked row is read again as it stands now, so it is still announced and due, and stays so until the end.
    due = sa.select(space.c.patient_id).where(*_due(now)).limit(limit).with_for_update(skip_locked=True)
    free = list(hold_free(unit, [row.patient_id for row in unit.all(due)]))
    keep_keys(unit, free)
    opened = [one for one in free if one in unit.kept]  # whose key is broken can't be told of it, and stops nobody else
    if not opened:
        return 0
    append_alike(unit, Role.OPERATOR, opened, Event.LIFECYCLE_SPACE_MOVED, now, {"state": str(State.OPENED)})
    theirs = unit.among(space.c.patient_id, opened)
    unit.execute(space.update().where(theirs).values(state=str(State.OPENED), since_at=now, due_at=None))
    return len(opened)


def spaces_due(unit: Unit, now: datetime) -> int:
    """Return how many spaces wait to be opened."""
    found: int = unit.scalar(sa.select(sa.func.count()).select_from(space).where(*_due(now)))
    return found


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the condition; a space that somebody stopped has no `due_at` and is never among them."""
    return space.c.state == str(State.ANNOUNCED), space.c.due_at <= now
