"""Reading identity: people, under a witness; languages; who represents whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.journal import witness_of
from dossier.store import Unit
from dossier.vault import SealBroken, Witness, blind_index, key_of

from .enrollment import person_place
from .person import Person
from .rules import canonical_identifier
from .tables import blind_index as index
from .tables import credential, patient, representation

PERSON = "person"
_PERSON = sa.select(patient.c.sealed, patient.c.version).where(patient.c.patient_id == sa.bindparam("patient_id"))


@dataclass(frozen=True, slots=True)
class Represented:
    """A record that somebody may open for another, and the entry in it that tells of the link."""

    patient_id: bytes
    basis: str
    entry_sequence: int


def person_of(unit: Unit, patient_id: bytes, witness: Witness) -> Person:
    """Return who this patient is. Raises `SealBroken` when she is gone."""
    row = unit.once(PERSON, patient_id, lambda: unit.first(_PERSON, {"patient_id": patient_id}))
    if row is None:
        raise SealBroken
    sealed = key_of(unit, patient_id).open(row.sealed, person_place(patient_id, row.version), witness)
    return Person.from_bytes(sealed)


def language_of(unit: Unit, patient_id: bytes) -> str:
    """Return the language she is written to in."""
    found: str = unit.scalar(sa.select(patient.c.language).where(patient.c.patient_id == patient_id))
    return found


def patient_by_ins(unit: Unit, ins: str, domain: int) -> bytes | None:
    """Return the patient with exactly this INS in this identity domain, or None."""
    return _by(unit, "ins", f"{domain}|{ins}")


def known_since(unit: Unit, numbers: Collection[str], domain: int) -> dict[str, datetime]:
    """Return which of these INS belong to somebody here, and since when: two statements, however many there are."""
    by_digest = {blind_index(unit.holder, "ins", f"{domain}|{ins}"): ins for ins in numbers}
    found = sa.select(index.c.digest, index.c.patient_id).where(
        index.c.field == "ins", unit.among(index.c.digest, list(by_digest))
    )
    by_patient = {row.patient_id: by_digest[row.digest] for row in unit.all(found)}
    if not by_patient:
        return {}
    since = sa.select(patient.c.patient_id, patient.c.enrolled_at)
    rows = unit.all(since.where(unit.among(patient.c.patient_id, list(by_patient))))
    return {by_patient[row.patient_id]: row.enrolled_at for row in rows}


def patients_by_email(unit: Unit, email: str) -> list[bytes]:
    """Return everybody who has this e-mail: a family may share one."""
    digest = blind_index(unit.holder, "email", email)
    found = sa.select(index.c.patient_id).where(index.c.field == "email", index.c.digest == digest)
    return [row.patient_id for row in unit.all(found.order_by(index.c.patient_id))]


def patient_by_identifier(unit: Unit, identifier: str) -> bytes | None:
    """Return the patient with exactly this identifier, or None."""
    return _by(unit, "identifier", canonical_identifier(identifier))


def records_represented_by(unit: Unit, patient_id: bytes) -> list[Represented]:
    """Return whose records this person may open as their legal representative."""
    mine = sa.select(representation).where(representation.c.patient_id == patient_id)
    rows = unit.all(mine.order_by(representation.c.since_at))
    return [Represented(row.represented_id, row.basis, row.entry_sequence) for row in rows]


@dataclass(frozen=True, slots=True)
class Representing:
    """Somebody who may open a patient's record for her, and on what basis."""

    representative_id: bytes
    basis: str


def representatives_of(unit: Unit, patient_id: bytes) -> list[Representing]:
    """Return who represents this patient by law. Looks into every partition: for acts, not for pages."""
    hers = sa.select(representation).where(representation.c.represented_id == patient_id)
    hers = hers.order_by(representation.c.since_at)
    rows = unit.once("representatives", patient_id, lambda: unit.all(hers))
    return [Representing(row.patient_id, row.basis) for row in rows]


def has_credentials(unit: Unit, patient_id: bytes) -> bool:
    """Tell whether this patient can sign in."""
    return unit.first(sa.select(credential.c.set_at).where(credential.c.patient_id == patient_id)) is not None


def first_name_of(unit: Unit, represented: Represented) -> str:
    """Return the first name of a represented person, under the entry that told of the link."""
    witness = witness_of(represented.patient_id, represented.entry_sequence)
    return person_of(unit, represented.patient_id, witness).first_names[0]


def domains_in_use(unit: Unit) -> Iterable[int]:
    """Return the identity domains of the people in this database, for the check at the start."""
    return [row[0] for row in unit.all(sa.select(patient.c.ins_domain).distinct())]


def _by(unit: Unit, field: str, value: str) -> bytes | None:
    digest = blind_index(unit.holder, field, value)
    found: bytes | None = unit.scalar(
        sa.select(index.c.patient_id).where(index.c.field == field, index.c.digest == digest)
    )
    return found
