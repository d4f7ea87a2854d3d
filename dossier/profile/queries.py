"""Reading the profile for a printed summary, told in the journal."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import Witness, key_of

from .rules import SECTIONS
from .sealed import DeclaredItem, SectionState, from_bytes, section_place
from .tables import section


@dataclass(frozen=True, slots=True)
class Declared:
    """One section as it was declared; `declared_at` is None when it isn't filled in."""

    section: str
    state: SectionState
    items: tuple[DeclaredItem, ...] = ()
    declared_at: datetime | None = None


def sections_of(unit: Unit, acting: Acting, witness: Witness) -> tuple[Declared, ...]:
    """Return every section in order, in one of the three states. Raises `NotPermitted`."""
    require(acting, Action.SUMMARY_PRINT)
    rows = unit.all(sa.select(section).where(section.c.patient_id == acting.patient_id))
    key = key_of(unit, acting.patient_id)
    told = {}
    for row in rows:
        items = from_bytes(key.open(row.sealed, section_place(acting.patient_id, row.section), witness))
        state = SectionState.LISTED if items else SectionState.DECLARED_NONE
        told[row.section] = Declared(row.section, state, items, row.declared_at)
    return tuple(told.get(name) or Declared(name, SectionState.NOT_FILLED_IN) for name in SECTIONS)
