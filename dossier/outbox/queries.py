"""Reading queued messages, each under the witness of its own queuing."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.journal import witness_of
from dossier.store import Unit
from dossier.vault import Place, Witness, key_of

from .shapes import WAITING, Channel
from .tables import message


@dataclass(frozen=True, slots=True)
class Message:
    """One message, opened: what to say, in which language, where, and until when."""

    patient_id: bytes
    kind: str
    channel: Channel
    language: str
    address: str
    parameters: dict[str, str]
    queued_at: datetime
    not_after: datetime
    key: str = ""
    """Its id, as providers are told it."""
    waits: bool = True
    """Whether it hasn't left yet."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One message with what finds it again. It was opened under `witness`, the entry that tells of its queuing."""

    message_id: bytes
    witness: Witness
    message: Message

    @property
    def patient_id(self) -> bytes:
        """Whose message it is."""
        return self.message.patient_id


def waiting_messages(unit: Unit, *, limit: int, patient_id: bytes | None = None) -> list[Message]:
    """Return the newest messages first, of everybody or of one patient."""
    wanted = sa.select(message).order_by(message.c.queued_at.desc(), message.c.message_id).limit(limit)
    if patient_id is not None:
        wanted = wanted.where(message.c.patient_id == patient_id)
    return [open_message(unit, row) for row in unit.all(wanted)]


def message_named(unit: Unit, key: str) -> Message | None:
    """Return one message by its key, or None."""
    try:
        message_id = bytes.fromhex(key)
    except ValueError:
        return None
    row = unit.first(sa.select(message).where(message.c.message_id == message_id))
    return open_message(unit, row) if row is not None else None


def was_queued(patient_id: sa.ColumnElement[Any], kind: str, since: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that a message of this kind was queued since an instant, for another room's statement."""
    hers = sa.and_(message.c.patient_id == patient_id, message.c.kind == kind, message.c.queued_at >= since)
    return sa.select(sa.literal(1)).where(hers).correlate_except(message).exists()


def open_message(unit: Unit, row: sa.Row[tuple[object, ...]]) -> Message:
    """Return a row of the outbox as a message, opened under the witness of its queuing."""
    witness = witness_of(row.patient_id, row.entry_sequence)
    key = key_of(unit, row.patient_id)
    told = json.loads(key.open(row.sealed, Place("message", row.message_id), witness))
    return Message(
        patient_id=row.patient_id,
        kind=row.kind,
        channel=row.channel,
        language=row.language,
        address=told["address"],
        parameters=told["parameters"],
        queued_at=row.queued_at,
        not_after=row.not_after,
        key=row.message_id.hex(),
        waits=row.state == WAITING,
    )


def open_posted(unit: Unit, row: sa.Row[tuple[object, ...]]) -> Posted:
    """Return a row of the outbox as a message that can be found again."""
    return Posted(row.message_id, witness_of(row.patient_id, row.entry_sequence), open_message(unit, row))
