"""Depositing a document: the received bytes sealed as they came, with what is read from them."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.base import new_id
from dossier.identity import Person
from dossier.journal import Audience, Event, append, hold
from dossier.lifecycle import can_be_fed, state_of
from dossier.policy import Acting, Action, Ground, require
from dossier.store import Unit
from dossier.vault import key_of

from . import narrative
from .incoming import IncomingDocument
from .paper_scans import PaperScan
from .rules import AnotherPerson, RecordNotOpen, Visibility, visibility_of
from .sealed import DocumentFacts, PartFacts, facts_place, part_place
from .tables import document, document_part
from .types import category_of


@dataclass(frozen=True, slots=True)
class Deposited:
    """A deposit's outcome; `created` is False when the same bytes were here already."""

    document_id: bytes
    created: bool


def deposit(unit: Unit, acting: Acting, person: Person, incoming: IncomingDocument, now: datetime) -> Deposited:
    """Keep the received bytes sealed, with what is read from them; the same bytes twice are one document.

    Raises `NotPermitted`, `RecordNotOpen`, `AnotherPerson` when the traits aren't those of `person`.
    """
    ground = _may_deposit(unit, acting)
    _check_traits(person, incoming)
    return _deposited(unit, acting, incoming, ground, now)


def deposit_paper(unit: Unit, acting: Acting, paper: PaperScan, now: datetime) -> Deposited:
    """Keep a paper of the patient's own, sealed; whoever took it in can't open it, and the same bytes twice are one.

    Nothing in a picture says whose it is: she handed it over herself. Raises `NotPermitted`, `RecordNotOpen`.
    """
    ground = _may_deposit(unit, acting)
    return _deposited(unit, acting, paper.as_document(), ground, now)


def _may_deposit(unit: Unit, acting: Acting) -> Ground:
    """Return the ground of a deposit, once the record is held. Raises `NotPermitted`, `RecordNotOpen`."""
    ground = require(acting, Action.DOCUMENT_DEPOSIT)
    hold(unit, acting.patient_id)
    state = state_of(unit, acting.patient_id)
    if state is None or not can_be_fed(state):
        raise RecordNotOpen(state=str(state))
    return ground


def _deposited(unit: Unit, acting: Acting, incoming: IncomingDocument, ground: Ground, now: datetime) -> Deposited:
    digest = _content_digest(unit, acting.patient_id, incoming.content)
    known = sa.select(document.c.document_id).where(
        document.c.patient_id == acting.patient_id, document.c.content_digest == digest
    )
    before = unit.scalar(known)
    if before is not None:
        return Deposited(before, created=False)
    visibility = visibility_of(incoming.confidentiality)
    document_id = _keep(unit, acting.patient_id, incoming, visibility, digest, now)
    facts = {"title": incoming.title, "ground": str(ground), "document": document_id.hex()}
    append(unit, acting, Event.DOCUMENTS_DOCUMENT_DEPOSITED, now, facts, _audience(visibility))
    return Deposited(document_id, created=True)


def _keep(
    unit: Unit,
    patient_id: bytes,
    incoming: IncomingDocument,
    visibility: Visibility,
    digest: bytes,
    now: datetime,
) -> bytes:
    document_id, key = new_id(), key_of(unit, patient_id)
    category = category_of(incoming.type_code)
    row = {
        "patient_id": patient_id,
        "document_id": document_id,
        "document_on": incoming.document_on,
        "category_index": key.digest("category", category.encode()),
        "hidden_from_patient": visibility.hidden_from_patient,
        "hidden_from_representatives": visibility.hidden_from_representatives,
        "masked": visibility.masked,
        "content_digest": digest,
        "sealed": key.seal(_facts_of(incoming, category).to_bytes(), facts_place(document_id)),
        "received_at": now,
    }
    unit.execute(document.insert(), row)
    contents = [incoming.content, narrative.to_bytes(incoming.narrative)]
    contents += [attachment.content for attachment in incoming.attachments]
    parts = [
        {
            "patient_id": patient_id,
            "document_id": document_id,
            "part": part,
            "sealed": key.seal(content, part_place(document_id, part)),
        }
        for part, content in enumerate(contents)
    ]
    unit.execute(document_part.insert(), parts)
    return document_id


def _facts_of(incoming: IncomingDocument, category: str) -> DocumentFacts:
    return DocumentFacts(
        title=incoming.title,
        category=category,
        type_code=incoming.type_code,
        author=incoming.author,
        organization=incoming.organization,
        language=incoming.language,
        original=PartFacts(incoming.title, incoming.media_type, len(incoming.content)),
        attachments=tuple(PartFacts(a.title, a.media_type, len(a.content)) for a in incoming.attachments),
    )


def _audience(visibility: Visibility) -> Audience:
    if visibility.hidden_from_patient:
        return Audience.NOT_PATIENT
    return Audience.NOT_REPRESENTATIVES if visibility.hidden_from_representatives else Audience.ALL


def _content_digest(unit: Unit, patient_id: bytes, content: bytes) -> bytes:
    """Return a digest that tells the same bytes again in one record, and nothing across records."""
    return unit.holder.digest("document-content", patient_id + hashlib.sha256(content).digest())


def _check_traits(person: Person, incoming: IncomingDocument) -> None:
    """Refuse a document whose INS is this person's but whose birth day or birth name is somebody else's."""
    traits = incoming.traits
    if traits.birth_on is not None and traits.birth_on != person.birth_on:
        raise AnotherPerson(differs="birth date")
    if traits.birth_name and _plain(traits.birth_name) != _plain(person.birth_name):
        raise AnotherPerson(differs="birth name")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if letter.isalpha())
