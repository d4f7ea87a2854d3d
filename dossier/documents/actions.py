"""Depositing a document, and opening one: deciding, journaling and unsealing are one act."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from dossier.base import new_id
from dossier.identity import Person
from dossier.journal import Audience, Event, append, hold
from dossier.lifecycle import can_be_fed, can_be_read, readable, state_of
from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import Witness, key_of

from . import narrative
from .incoming import IncomingDocument
from .rules import (
    FIRST_ATTACHMENT,
    ORIGINAL,
    READING,
    AnotherPerson,
    DocumentNotFound,
    RecordNotOpen,
    Visibility,
    hiding_column,
    visibility_of,
)
from .sealed import DocumentFacts, PartFacts, facts_place, part_place
from .tables import document, document_part
from .types import category_of


@dataclass(frozen=True, slots=True)
class Deposited:
    """A deposit's outcome; `created` is False when the same bytes were here already."""

    document_id: bytes
    created: bool


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document opened for reading: what it is, when, and its readable text."""

    document_id: bytes
    document_on: date
    facts: DocumentFacts
    text: narrative.Narrative


@dataclass(frozen=True, slots=True)
class OpenedPart:
    """One part opened to be taken away."""

    facts: PartFacts
    content: bytes


def deposit(unit: Unit, acting: Acting, person: Person, incoming: IncomingDocument, now: datetime) -> Deposited:
    """Keep the received bytes sealed, with what is read from them; the same bytes twice are one document.

    Raises `NotPermitted`, `RecordNotOpen`, `AnotherPerson` when the traits aren't those of `person`.
    """
    ground = require(acting, Action.DOCUMENT_DEPOSIT)
    hold(unit, acting.patient_id)
    state = state_of(unit, acting.patient_id)
    if state is None or not can_be_fed(state):
        raise RecordNotOpen(state=str(state))
    _check_traits(person, incoming)
    digest = _content_digest(unit, incoming.content)
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


def open_document(unit: Unit, acting: Acting, document_id: bytes, now: datetime) -> OpenedDocument:
    """Open a document's text for its reader, told in the journal. Raises `DocumentNotFound`, `NotPermitted`."""
    ground = require(acting, Action.DOCUMENT_OPEN)
    row = _visible(unit, acting, document_id)
    witness = _tell(unit, acting, row, Event.DOCUMENTS_DOCUMENT_OPENED, str(ground), now)
    text = _part(unit, acting, document_id, READING, witness)
    facts = _facts(unit, acting, row, witness)
    return OpenedDocument(document_id, row.document_on, facts, narrative.from_bytes(text))


def open_part(unit: Unit, acting: Acting, document_id: bytes, attachment: int | None, now: datetime) -> OpenedPart:
    """Open the received bytes (`attachment` None) or one attachment (from 1 on), told in the journal.

    Raises `DocumentNotFound`, `NotPermitted`.
    """
    ground = require(acting, Action.DOCUMENT_OPEN)
    row = _visible(unit, acting, document_id)
    witness = _tell(unit, acting, row, Event.DOCUMENTS_PART_DOWNLOADED, str(ground), now)
    facts = _facts(unit, acting, row, witness)
    if attachment is None:
        return OpenedPart(facts.original, _part(unit, acting, document_id, ORIGINAL, witness))
    if not 1 <= attachment <= len(facts.attachments):
        raise DocumentNotFound
    part = FIRST_ATTACHMENT + attachment - 1
    return OpenedPart(facts.attachments[attachment - 1], _part(unit, acting, document_id, part, witness))


def tell_summary_printed(unit: Unit, acting: Acting, now: datetime) -> Witness:
    """Journal the printing of a summary; return the witness under which its content may be gathered.

    Raises `NotPermitted`, `RecordNotOpen`.
    """
    ground = require(acting, Action.SUMMARY_PRINT)
    state = state_of(unit, acting.patient_id)
    if state is None or not can_be_read(state):
        raise RecordNotOpen(state=str(state))
    return append(unit, acting, Event.DOCUMENTS_SUMMARY_PRINTED, now, {"ground": str(ground)})


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


def _visible(unit: Unit, acting: Acting, document_id: bytes) -> sa.Row[tuple[object, ...]]:
    wanted = sa.select(document).where(
        document.c.patient_id == acting.patient_id,
        document.c.document_id == document_id,
        document.c[hiding_column(acting.role)].is_(False),
        readable(document.c.patient_id),
    )
    row = unit.first(wanted)
    if row is None:
        raise DocumentNotFound
    return row


def _tell(
    unit: Unit, acting: Acting, row: sa.Row[tuple[object, ...]], event: Event, ground: str, now: datetime
) -> Witness:
    """Journal an opening. The title stands in the journal too, so that the history reads without the document."""
    audience = Audience.NOT_REPRESENTATIVES if row.hidden_from_representatives else Audience.ALL

    def told(witness: Witness) -> dict[str, str]:
        title = _facts(unit, acting, row, witness).title
        return {"ground": ground, "document": row.document_id.hex(), "title": title}

    return append(unit, acting, event, now, told, audience)


def _facts(unit: Unit, acting: Acting, row: sa.Row[tuple[object, ...]], witness: Witness) -> DocumentFacts:
    key = key_of(unit, acting.patient_id)
    return DocumentFacts.from_bytes(key.open(row.sealed, facts_place(row.document_id), witness))


def _part(unit: Unit, acting: Acting, document_id: bytes, part: int, witness: Witness) -> bytes:
    wanted = sa.select(document_part.c.sealed).where(
        document_part.c.patient_id == acting.patient_id,
        document_part.c.document_id == document_id,
        document_part.c.part == part,
    )
    sealed = unit.scalar(wanted)
    return key_of(unit, acting.patient_id).open(sealed, part_place(document_id, part), witness)


def _audience(visibility: Visibility) -> Audience:
    if visibility.hidden_from_patient:
        return Audience.NOT_PATIENT
    return Audience.NOT_REPRESENTATIVES if visibility.hidden_from_representatives else Audience.ALL


def _content_digest(unit: Unit, content: bytes) -> bytes:
    return unit.holder.digest("document-content", hashlib.sha256(content).digest())


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
