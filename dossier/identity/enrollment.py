"""Enrolling people: the person, her look-ups, her credentials, her card, who represents whom."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused, new_id
from dossier.journal import Event, append, begin_chain, hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import Place, blind_index, create_key

from . import tables
from .exactness import pivot_of
from .passwords import hash_card_code
from .person import Person
from .rules import CARD_LINES, check_new_identifier


class AlreadyKnown(Refused):
    """This INS or identifier belongs to somebody already."""

    code: ClassVar[str] = "already-known"


class Basis(StrEnum):
    """Why somebody represents somebody (CSP L1111-13-1; Code civil 382, 459)."""

    PARENT = "parent"
    MEASURE = "measure_with_representation"


def enroll(unit: Unit, person: Person, language: str, now: datetime) -> bytes:
    """Enroll a person: key, sealed traits, blind indexes, first journal entry. Return her patient id.

    Raises `AlreadyKnown` when her INS is here already.
    """
    patient_id = new_id()
    _index(unit, "ins", f"{person.ins_domain}|{person.ins}", patient_id)
    for field, value in sorted({("email", person.email), ("phone", person.mobile), ("phone", person.landline)}):
        if value:
            _index(unit, field, value, patient_id)
    if pivot := pivot_of(person).canonical:
        _index(unit, "pivot", pivot, patient_id)
    key = create_key(unit, patient_id, now)
    row = {
        "patient_id": patient_id,
        "ins_domain": person.ins_domain,
        "language": language,
        "sealed": key.seal(person.to_bytes(), person_place(patient_id, 1)),
        "version": 1,
        "enrolled_at": now,
    }
    unit.add(tables.patient, row)
    begin_chain(unit, patient_id)
    append(unit, Acting(Role.OPERATOR, patient_id), Event.IDENTITY_PATIENT_ENROLLED, now)
    return patient_id


def set_credentials(unit: Unit, patient_id: bytes, identifier: str, password_hash: str, now: datetime) -> None:
    """Give a patient her identifier and password hash. Raises `IdentifierUnfit`, `AlreadyKnown`."""
    _index(unit, "identifier", check_new_identifier(identifier), patient_id)
    row = {"patient_id": patient_id, "password_hash": password_hash, "set_at": now}
    unit.execute(tables.credential.insert(), row)
    append(unit, Acting(Role.OPERATOR, patient_id), Event.IDENTITY_CREDENTIALS_SET, now)


def issue_card(unit: Unit, patient_id: bytes, codes: list[str], now: datetime) -> None:
    """Replace a patient's card by a new one with these numbered codes of eight digits; the old one dies."""
    if len(codes) != CARD_LINES:
        raise ValueError("a card has fifty lines")
    hold(unit, patient_id)
    for table in (tables.code_card_line, tables.code_card):
        unit.execute(table.delete().where(table.c.patient_id == patient_id))
    card_id = new_id()
    unit.execute(tables.code_card.insert(), {"patient_id": patient_id, "card_id": card_id, "issued_at": now})
    lines = [
        {
            "patient_id": patient_id,
            "card_id": card_id,
            "line": line,
            "code_hash": hash_card_code(unit.holder, code),
            "used_at": None,
        }
        for line, code in enumerate(codes, start=1)
    ]
    unit.execute(tables.code_card_line.insert(), lines)
    append(unit, Acting(Role.OPERATOR, patient_id), Event.IDENTITY_CARD_ISSUED, now)


def represent(unit: Unit, representative_id: bytes, represented_id: bytes, basis: Basis, now: datetime) -> None:
    """Let one person read another's record as her legal representative; told in the represented one's journal."""
    acting = Acting(Role.OPERATOR, represented_id)
    told = append(unit, acting, Event.IDENTITY_REPRESENTATIVE_ADDED, now, {"basis": str(basis)})
    row = {
        "patient_id": representative_id,
        "represented_id": represented_id,
        "basis": str(basis),
        "entry_sequence": told.sequence,
        "since_at": now,
    }
    unit.execute(tables.representation.insert(), row)


def person_place(patient_id: bytes, version: int) -> Place:
    """Return the place a person's traits are bound to."""
    return Place("person", patient_id, version)


def _index(unit: Unit, field: str, value: str, patient_id: bytes) -> None:
    row = {"field": field, "digest": blind_index(unit.holder, field, value), "patient_id": patient_id}
    if not unit.add_new(tables.blind_index, row):
        raise AlreadyKnown(field=field)
