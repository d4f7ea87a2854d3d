"""Reading the state of a record space, alone or inside another room's statement."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit

from .cases import Case
from .rules import State, can_be_read
from .tables import space
from .zones import Zone

_READABLE = [str(state) for state in State if can_be_read(state)]


def state_of(unit: Unit, patient_id: bytes) -> State | None:
    """Return the state of a patient's space, or None when she has none."""
    found = unit.scalar(sa.select(space.c.state).where(space.c.patient_id == patient_id))
    return None if found is None else State(found)


def case_of(unit: Unit, patient_id: bytes) -> Case | None:
    """Return a patient's case as it was computed and kept, or None when she has no space."""
    row = unit.first(sa.select(space).where(space.c.patient_id == patient_id))
    return None if row is None else _case(row)


def cases_of(unit: Unit, patient_ids: Collection[bytes]) -> dict[bytes, Case]:
    """Return the cases of many patients by their ids, in one statement; who has no space isn't there."""
    rows = unit.all(sa.select(space).where(unit.among(space.c.patient_id, list(patient_ids))))
    return {row.patient_id: _case(row) for row in rows}


def _case(row: sa.Row[Any]) -> Case:
    kept = row._asdict()
    zone = Zone(kept.pop("zone") or Zone.METROPOLE)
    return Case(**kept | {"state": State(row.state), "zone": zone})


def readable(patient_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that the space may be read by its holder, for a statement that lists its content."""
    # Spelled out: the engine writes an IN list anew each time a statement runs, and this one runs on every page.
    in_a_readable_state = sa.or_(*(space.c.state == state for state in _READABLE))
    open_one = sa.select(sa.literal(1)).where(space.c.patient_id == patient_id, in_a_readable_state)
    return open_one.correlate_except(space).exists()
