"""Opening a document or one of its parts: deciding, journaling and unsealing are one act."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import sqlalchemy as sa

from dossier.journal import Audience, Event, append
from dossier.lifecycle import can_be_read, readable, state_of
from dossier.policy import Acting, Action, require
from dossier.store import Unit
from dossier.vault import Witness, key_of

from . import narrative
from .rules import FIRST_ATTACHMENT, ORIGINAL, READING, DocumentNotFound, RecordNotOpen, hiding_column
from .sealed import DocumentFacts, PartFacts, facts_place, part_place
from .tables import document, document_part

SummaryWay = Literal["screen", "paper", "sealed", "letter"]
"""Where a summary goes: a screen at a desk, paper, a file under a code, an envelope."""


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


def tell_summary(unit: Unit, acting: Acting, now: datetime, way: SummaryWay) -> Witness:
    """Journal that a summary is made, and for which way; return the witness under which its content may be gathered.

    Raises `NotPermitted`, `RecordNotOpen`.
    """
    ground = require(acting, Action.SUMMARY_PRINT)
    state = state_of(unit, acting.patient_id)
    if state is None or not can_be_read(state):
        raise RecordNotOpen(state=str(state))
    event = Event.DOCUMENTS_SUMMARY_SHOWN if way == "screen" else Event.DOCUMENTS_SUMMARY_PRINTED
    return append(unit, acting, event, now, {"ground": str(ground), "way": way})


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
