"""Finding the message that somebody answers: by the number it went to, or by its key."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import SealBroken

from .actions import address_mark
from .queries import Posted, open_posted
from .tables import attempt, message

_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Told:
    """An SMS that went to a number, not opened."""

    patient_id: bytes
    message_id: bytes


def told_by_sms(unit: Unit, address: str) -> list[Told]:
    """Return what went by SMS to this number and may be answered with STOP, whatever became of it since."""
    there = message.c.address_mark == address_mark(unit, address)
    found = sa.select(message.c.patient_id, message.c.message_id).where(there).order_by(message.c.queued_at)
    return [Told(*row) for row in unit.all(found)]


def open_told(unit: Unit, told: Told) -> Posted | None:
    """Open one of them, under the witness of its queuing; None when its owner was erased, or her key is broken."""
    this = sa.and_(message.c.patient_id == told.patient_id, message.c.message_id == told.message_id)
    return _opened(unit, unit.first(sa.select(message).where(this)))


def tried_by(unit: Unit, provider: str, key: str) -> Posted | None:
    """Open the message of this key, if this provider was ever asked to carry it; else None, whoever else was."""
    try:
        message_id = bytes.fromhex(key)
    except ValueError:
        return None
    if len(message_id) != _KEY_BYTES:
        return None
    row = unit.first(sa.select(message).where(message.c.message_id == message_id))
    if row is None:
        return None
    its_tries = sa.and_(attempt.c.patient_id == row.patient_id, attempt.c.message_id == message_id)
    theirs = sa.select(attempt.c.number).where(its_tries, attempt.c.provider == provider)
    return _opened(unit, row) if unit.first(theirs.limit(1)) is not None else None


def _opened(unit: Unit, row: sa.Row[Any] | None) -> Posted | None:
    try:
        return None if row is None else open_posted(unit, row)
    except SealBroken:
        return None
