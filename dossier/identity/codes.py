"""One-time codes: a line of the printed card, or a code sent by SMS. Whichever is typed, it is understood."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal

import sqlalchemy as sa

from dossier.base import Refused, new_id
from dossier.journal import Event, append, hold
from dossier.outbox import queue
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import tables
from .passwords import card_code_is_right
from .queries import language_of, person_of
from .rules import CODE_LIFE, canonical_code

SIGN_IN = "sign_in"
Means = Literal["card", "sms", ""]
_PAUSE = timedelta(seconds=30)
_SWEPT_AFTER = timedelta(days=1)


class CodeSentJustNow(Refused):
    """A code left less than thirty seconds ago; another one so soon would only confuse."""

    code: ClassVar[str] = "code-sent-just-now"


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """What to ask for: a numbered line of the card, a code sent to a phone, or nothing at all (`means` empty)."""

    means: Means
    line: int | None
    phone_end: str
    other_means: Means
    """The other way this person has, or empty."""


def question(unit: Unit, patient_id: bytes, means: Means, phone_end: str) -> CodeQuestion:
    """Return the question to put for these means."""
    line = next_line(unit, patient_id)
    other: Means = ""
    if means == "sms" and line:
        other = "card"
    elif means == "card" and phone_end:
        other = "sms"
    return CodeQuestion(means, line, phone_end, other)


def send_sms_code(unit: Unit, patient_id: bytes, now: datetime) -> None:
    """Send a new code by SMS. Raises `CodeSentJustNow` within thirty seconds of the last."""
    hold(unit, patient_id)
    sent = tables.one_time_code
    newest = unit.scalar(sa.select(sa.func.max(sent.c.sent_at)).where(sent.c.patient_id == patient_id))
    if newest is not None and now - newest < _PAUSE:
        raise CodeSentJustNow
    code = make_code(unit, patient_id, now)
    acting = Acting(Role.PATIENT, patient_id, patient_id)
    witness = append(unit, acting, Event.IDENTITY_CODE_SENT, now)
    queue(
        unit,
        acting,
        now,
        kind="sign-in-code",
        channel="sms",
        language=language_of(unit, patient_id),
        address=person_of(unit, patient_id, witness).mobile,
        parameters={"code": code},
        not_after=now + CODE_LIFE,
    )


def make_code(unit: Unit, patient_id: bytes, now: datetime) -> str:
    """Make a six-digit sign-in code, alive for ten minutes, and keep its digest. Return the code.

    Codes that expired a day ago are swept on the way.
    """
    sent = tables.one_time_code
    unit.execute(sent.delete().where(sent.c.patient_id == patient_id, sent.c.expires_at < now - _SWEPT_AFTER))
    code = f"{secrets.randbelow(10**6):06d}"
    row = {
        "patient_id": patient_id,
        "code_id": new_id(),
        "purpose": SIGN_IN,
        "code_digest": _digest(unit, patient_id, code),
        "sent_at": now,
        "expires_at": now + CODE_LIFE,
        "used_at": None,
    }
    unit.execute(sent.insert(), row)
    return code


def code_is_right(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether a live code was typed, and use it up. Card and SMS are both understood, whichever was asked."""
    code = canonical_code(typed)
    return _use_sent_code(unit, patient_id, code, now) or _use_card_line(unit, patient_id, code, now)


def code_has_expired(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether this was a right code sent by SMS, typed too late."""
    sent = tables.one_time_code
    mine = sa.and_(
        sent.c.patient_id == patient_id,
        sent.c.code_digest == _digest(unit, patient_id, canonical_code(typed)),
        sent.c.used_at.is_(None),
        sent.c.expires_at <= now,
    )
    return unit.first(sa.select(sent.c.code_id).where(mine)) is not None


def next_line(unit: Unit, patient_id: bytes) -> int | None:
    """Return the number of the card's first unused line, or None without a card."""
    line = tables.code_card_line
    unused = sa.select(sa.func.min(line.c.line)).where(line.c.patient_id == patient_id, line.c.used_at.is_(None))
    found: int | None = unit.scalar(unused)
    return found


def _use_sent_code(unit: Unit, patient_id: bytes, code: str, now: datetime) -> bool:
    sent = tables.one_time_code
    mine = sa.and_(
        sent.c.patient_id == patient_id,
        sent.c.purpose == SIGN_IN,
        sent.c.code_digest == _digest(unit, patient_id, code),
        sent.c.used_at.is_(None),
        sent.c.expires_at > now,
    )
    return unit.execute(sent.update().where(mine).values(used_at=now)).rowcount > 0


def _use_card_line(unit: Unit, patient_id: bytes, code: str, now: datetime) -> bool:
    number = next_line(unit, patient_id)
    if number is None or len(code) != 8:
        return False
    line = tables.code_card_line
    mine = sa.and_(line.c.patient_id == patient_id, line.c.line == number, line.c.used_at.is_(None))
    row = unit.first(sa.select(line).where(mine))
    if row is None or not card_code_is_right(unit.holder, row.code_hash, code):
        return False
    return unit.execute(line.update().where(mine).values(used_at=now)).rowcount == 1


def _digest(unit: Unit, patient_id: bytes, code: str) -> bytes:
    return unit.holder.digest("one-time-code", patient_id + code.encode())
