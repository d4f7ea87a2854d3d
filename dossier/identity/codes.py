"""One-time codes sent by SMS, voice or letter. Each is made for one purpose, and opens nothing else."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused, new_id
from dossier.journal import Event, append, hold
from dossier.outbox import queue
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import canonical

from . import tables
from .addresses import Channel, code_address
from .limits import LIMITS
from .queries import language_of, person_of
from .rules import canonical_code


class CodePurpose(StrEnum):
    """What a code is good for, and nothing else."""

    SIGN_IN = "sign-in"
    FACTOR_PROOF = "factor-proof"
    """The fresh proof before a means of signing in changes."""
    NEW_NUMBER = "new-number"
    """That a telephone number is really hers."""


class CodeSentJustNow(Refused):
    """A code left by the same channel a moment ago; another one so soon would only confuse."""

    code: ClassVar[str] = "code-sent-just-now"


def send_code(
    unit: Unit,
    patient_id: bytes,
    channel: Channel,
    purpose: CodePurpose,
    now: datetime,
    *,
    to: str = "",
    by_stranger: bool = False,
) -> None:
    """Make a code and queue it for a channel on file, or for a new number (`to`): then it proves that number alone.

    `by_stranger`: nothing was proved yet, so the pause since the last code is longer. Raises `CodeSentJustNow`.
    """
    hold(unit, patient_id)
    pauses = LIMITS.stranger_pauses if by_stranger else LIMITS.code_pauses
    newest = _newest(unit, patient_id, channel)
    if newest is not None and now - newest < pauses[channel]:
        raise CodeSentJustNow(channel=channel)
    code = make_code(unit, patient_id, channel, purpose, now, about=to)
    acting = Acting(Role.STRANGER, patient_id) if by_stranger else Acting(Role.PATIENT, patient_id, patient_id)
    witness = append(unit, acting, Event.IDENTITY_CODE_SENT, now, {"channel": channel})
    person, until = person_of(unit, patient_id, witness), now + LIMITS.code_lives[channel]
    queue(
        unit,
        acting,
        now,
        kind="sign-in-code",
        channel=channel,
        language=language_of(unit, patient_id),
        address=to or code_address(person, channel),
        parameters={"code": code, "purpose": str(purpose), "until": until.isoformat(), "sex": person.sex},
        not_after=until,
    )


def make_code(
    unit: Unit, patient_id: bytes, channel: Channel, purpose: CodePurpose, now: datetime, *, about: str = ""
) -> str:
    """Make a code, alive as long as its channel takes, and keep its digest. Return the code.

    Codes that expired long ago are swept on the way.
    """
    _sweep(unit, patient_id, now)
    digits = LIMITS.code_digits[channel]
    code = f"{secrets.randbelow(10**digits):0{digits}d}"
    row = {
        "patient_id": patient_id,
        "code_id": new_id(),
        "purpose": str(purpose),
        "channel": channel,
        "code_digest": _digest(unit, patient_id, purpose, about, code),
        "sent_at": now,
        "expires_at": now + LIMITS.code_lives[channel],
        "used_at": None,
    }
    unit.execute(tables.one_time_code.insert(), row)
    return code


def use_code(
    unit: Unit, patient_id: bytes, purpose: CodePurpose, typed: str, now: datetime, *, about: str = ""
) -> Channel | None:
    """Return by which channel a live code of this purpose came, and use it up; None when there is no such code."""
    sent = tables.one_time_code
    mine = sa.and_(*_this_code(unit, patient_id, purpose, about, typed), sent.c.expires_at > now)
    row = unit.first(sa.select(sent.c.channel).where(mine))
    if row is None or unit.execute(sent.update().where(mine).values(used_at=now)).rowcount == 0:
        return None
    channel: Channel = row.channel
    return channel


def expired_code(unit: Unit, patient_id: bytes, purpose: CodePurpose, typed: str, now: datetime) -> Channel | None:
    """Return by which channel this right code came that was typed too late, or None."""
    sent = tables.one_time_code
    mine = sa.and_(*_this_code(unit, patient_id, purpose, "", typed), sent.c.expires_at <= now)
    channel: Channel | None = unit.scalar(sa.select(sent.c.channel).where(mine))
    return channel


def code_on_its_way(unit: Unit, patient_id: bytes, channel: Channel, purpose: CodePurpose, now: datetime) -> bool:
    """Tell whether a code of this purpose is alive: a letter may still be coming."""
    sent = tables.one_time_code
    alive = sa.and_(sent.c.purpose == str(purpose), sent.c.used_at.is_(None), sent.c.expires_at > now)
    hers = sa.and_(sent.c.patient_id == patient_id, sent.c.channel == channel, alive)
    return unit.first(sa.select(sent.c.code_id).where(hers)) is not None


def drop_sent_codes(unit: Unit, patient_id: bytes, channel: Channel | None = None) -> None:
    """Let every code that was sent die, or those of one channel."""
    sent = tables.one_time_code
    hers = sent.c.patient_id == patient_id
    unit.execute(sent.delete().where(hers if channel is None else sa.and_(hers, sent.c.channel == channel)))


def _newest(unit: Unit, patient_id: bytes, channel: Channel) -> datetime | None:
    sent = tables.one_time_code
    hers = sa.and_(sent.c.patient_id == patient_id, sent.c.channel == channel)
    newest: datetime | None = unit.scalar(sa.select(sa.func.max(sent.c.sent_at)).where(hers))
    return newest


def _sweep(unit: Unit, patient_id: bytes, now: datetime) -> None:
    sent = tables.one_time_code
    old = (
        sa.and_(sent.c.channel == channel, sent.c.expires_at < now - known)
        for channel, known in LIMITS.expired_known.items()
    )
    unit.execute(sent.delete().where(sent.c.patient_id == patient_id, sa.or_(*old)))


def _this_code(
    unit: Unit, patient_id: bytes, purpose: CodePurpose, about: str, typed: str
) -> tuple[sa.ColumnElement[bool], ...]:
    sent = tables.one_time_code
    return (
        sent.c.patient_id == patient_id,
        sent.c.purpose == str(purpose),
        sent.c.code_digest == _digest(unit, patient_id, purpose, about, canonical_code(typed)),
        sent.c.used_at.is_(None),
    )


def _digest(unit: Unit, patient_id: bytes, purpose: CodePurpose, about: str, code: str) -> bytes:
    told = (purpose.encode(), about.encode(), code.encode())
    return unit.holder.digest("one-time-code", canonical(patient_id, *told))
