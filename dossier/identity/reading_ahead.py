"""What a list tells of many people is read in one statement, before the first of them is opened."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import keep_key, wrapped_key_of

from .contacts import CONTACTS
from .queries import PERSON
from .tables import contact, patient

_WANTED = sa.select(
    patient.c.patient_id,
    patient.c.sealed,
    patient.c.version,
    wrapped_key_of(patient.c.patient_id).label("wrapped"),
    contact.c.kind,
    contact.c.changed_at,
    contact.c.held_until,
).select_from(patient.outerjoin(contact, contact.c.patient_id == patient.c.patient_id))


def read_ahead(unit: Unit, patient_ids: Collection[bytes]) -> None:
    """Read keys, traits and the ages of contacts, all sealed still. Who writes reads them one by one, as they are."""
    wanted = sorted(set(patient_ids))
    if unit.writes or len(wanted) < 2:
        return
    people: dict[bytes, Any] = {}
    contacts: dict[bytes, list[Any]] = {}
    for row in unit.all(_WANTED.where(unit.among(patient.c.patient_id, wanted))):
        if row.patient_id not in people and row.wrapped is not None:
            keep_key(unit, row.patient_id, row.wrapped)
        people[row.patient_id] = row
        contacts.setdefault(row.patient_id, []).extend([row] if row.kind else [])
    unit.know(PERSON, wanted, people, None)
    unit.know(CONTACTS, wanted, contacts, ())
