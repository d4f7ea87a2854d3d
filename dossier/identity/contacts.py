"""The ways to reach a person, since when each is what it is, and changing one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from dossier.journal import Event, append, hold
from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import blind_index, key_of

from . import tables
from .codes import drop_sent_codes
from .enrollment import person_place
from .person import Person
from .queries import person_of

CONTACTS = "contacts"


class ContactKind(StrEnum):
    """A way to reach a person."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class ContactDates:
    """Since when a contact is what it is (None: since before the house was told), and until when nothing goes there."""

    changed_at: datetime | None = None
    held_until: datetime | None = None

    def has_settled(self, now: datetime, after: timedelta) -> bool:
        """Tell whether it is trusted: not held back, and not changed for so long."""
        held = self.held_until is not None and now < self.held_until
        return not held and (self.changed_at is None or now >= self.changed_at + after)


def contact_dates(unit: Unit, patient_id: bytes) -> dict[ContactKind, ContactDates]:
    """Return what is known of each contact's age; a contact without a row never changed here."""
    contact = tables.contact
    wanted = sa.select(contact).where(contact.c.patient_id == patient_id)
    rows = unit.once(CONTACTS, patient_id, lambda: unit.all(wanted))
    known = {ContactKind(row.kind): ContactDates(row.changed_at, row.held_until) for row in rows}
    return {kind: known.get(kind, ContactDates()) for kind in ContactKind}


def contact_value(person: Person, kind: ContactKind) -> str:
    """Return one contact as text, an address with its lines; empty when she has none."""
    if kind is ContactKind.ADDRESS:
        return "\n".join(person.address)
    value: str = getattr(person, str(kind))
    return value


def hold_contact(unit: Unit, patient_id: bytes, kind: ContactKind, until: datetime | None) -> None:
    """Send no recovery code to this contact until then; None ends a hold."""
    changed_at = contact_dates(unit, patient_id)[kind].changed_at
    _put(unit, patient_id, kind, ContactDates(changed_at, until))


def change_contact(unit: Unit, acting: Acting, kind: ContactKind, value: str, now: datetime) -> None:
    """Write a contact anew: the person's new version, her look-ups, and the day it changed. Empty takes it away.

    An address has its lines parted by line ends. Codes on their way die. Ends a hold. Raises `NotPermitted`.
    """
    ground = require(acting, Action.CONTACT_CHANGE)
    patient_id = acting.patient_id
    hold(unit, patient_id)
    facts = {"contact": str(kind), "ground": str(ground)}
    witness = append(unit, acting, Event.IDENTITY_CONTACT_CHANGED, now, facts)
    before = person_of(unit, patient_id, witness)
    lines = tuple(line.strip() for line in value.splitlines())
    changed: dict[str, Any] = {str(kind): lines if kind is ContactKind.ADDRESS else value.strip()}
    after = replace(before, **changed)
    patient = tables.patient
    version = 1 + unit.scalar(sa.select(patient.c.version).where(patient.c.patient_id == patient_id))
    sealed = key_of(unit, patient_id).seal(after.to_bytes(), person_place(patient_id, version))
    unit.execute(patient.update().where(patient.c.patient_id == patient_id).values(sealed=sealed, version=version))
    _index_anew(unit, patient_id, before, after)
    _put(unit, patient_id, kind, ContactDates(now, None))
    drop_sent_codes(unit, patient_id)


def _put(unit: Unit, patient_id: bytes, kind: ContactKind, dates: ContactDates) -> None:
    row = {"patient_id": patient_id, "kind": str(kind)}
    unit.put(tables.contact, row | {"changed_at": dates.changed_at, "held_until": dates.held_until})


def _looked_up(person: Person) -> set[tuple[str, str]]:
    by = {("email", person.email), ("phone", person.mobile), ("phone", person.landline)}
    return {(field, value) for field, value in by if value}


def _index_anew(unit: Unit, patient_id: bytes, before: Person, after: Person) -> None:
    index = tables.blind_index
    for field, value in sorted(_looked_up(before) - _looked_up(after)):
        digest = blind_index(unit.holder, field, value)
        hers = sa.and_(index.c.field == field, index.c.digest == digest, index.c.patient_id == patient_id)
        unit.execute(index.delete().where(hers))
    for field, value in sorted(_looked_up(after) - _looked_up(before)):
        digest = blind_index(unit.holder, field, value)
        unit.add(index, {"field": field, "digest": digest, "patient_id": patient_id})
