"""One file after another into the record of the person it names; nothing half stored."""

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from dossier.base import Refused, Settings
from dossier.documents import deposit, incoming
from dossier.identity import Person, enroll, patient_by_ins, person_of
from dossier.journal import witness_of
from dossier.lifecycle import State, found_space, move_space
from dossier.policy import Acting, Role
from dossier.store import Store, Unit

from .intake import MAX_BYTES, DocumentRefused, read_document

_FIRST_ENTRY = 1
_REASONS = {
    "unknown-patient": "nobody here has the patient's national health identity (INS)",
    "wrong-identity-domain": "its identity domain isn't one that this house takes",
    "record-not-open": "the patient's record takes no documents: it isn't open",
    "another-person": "its INS is this patient's, but its traits are another person's",
}


class UnknownPatient(Refused):
    """Nobody here has this INS."""

    code: ClassVar[str] = "unknown-patient"


class WrongDomain(Refused):
    """The document's identity domain isn't one this house takes."""

    code: ClassVar[str] = "wrong-identity-domain"


class Importer:
    """Takes files, one transaction each, and counts what became of them."""

    def __init__(self, store: Store, settings: Settings, *, create_patients: bool) -> None:
        """`create_patients` opens a record for whoever a document names; the caller allows it in a demo only."""
        self._store = store
        self._settings = settings
        self._create_patients = create_patients
        self.created = self.known = self.refused = 0

    def take(self, path: Path, now: datetime) -> list[str]:
        """Import one file; return the lines to tell: its warnings, or why it was refused."""
        try:
            with path.open("rb") as file:
                read = read_document(file.read(MAX_BYTES + 1))  # one too many is enough to be refused
            with self._store.writing() as unit:
                self._deposit(unit, read, now)
        except OSError as error:
            self.refused += 1
            return [f"{path.name}: refused, can't be read ({error.strerror})"]
        except Refused as refused:
            self.refused += 1
            return [f"{path.name}: refused, {_reason(refused)}"]
        return [f"{path.name}: warning, {warning}" for warning in read.warnings]

    def _deposit(self, unit: Unit, read: incoming.IncomingDocument, now: datetime) -> None:
        domain = int(read.ins_oid.rsplit(".", 1)[1])
        if domain not in self._settings.ins_domains:
            raise WrongDomain(domain=domain)
        patient_id = patient_by_ins(unit, read.ins, domain)
        if patient_id is None and self._create_patients:
            patient_id = _open_record(unit, read, domain, now)
        if patient_id is None:
            raise UnknownPatient
        person = person_of(unit, patient_id, witness_of(patient_id, _FIRST_ENTRY))
        acting = Acting(Role.SOURCE, patient_id, actor_name=read.organization or read.author)
        if deposit(unit, acting, person, read, now).created:
            self.created += 1
        else:
            self.known += 1


def _reason(refused: Refused) -> str:
    return refused.reason if isinstance(refused, DocumentRefused) else _REASONS.get(refused.code, str(refused))


def _open_record(unit: Unit, read: incoming.IncomingDocument, domain: int, now: datetime) -> bytes | None:
    traits = read.traits
    if traits.birth_on is None:
        return None
    person = Person(
        ins=read.ins,
        ins_domain=domain,
        birth_name=traits.birth_name,
        first_names=traits.first_names,
        birth_on=traits.birth_on,
        sex=traits.sex,
    )
    patient_id = enroll(unit, person, "fr", now)
    operator = Acting(Role.OPERATOR, patient_id)
    found_space(unit, operator, now)
    for state in (State.OPENED, State.ACTIVATED):
        move_space(unit, operator, state, now)
    return patient_id
