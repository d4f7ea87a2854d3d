"""Signing in, step by step: identifier, password, one-time code. The same work for known and unknown people."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import blind_index

from . import tables
from .codes import CodeQuestion, CodeSentJustNow, code_has_expired, code_is_right, next_line, question, send_sms_code
from .queries import person_of
from .rules import SIGN_IN_LIFE, canonical_identifier
from .sessions import OpenSession, open_session
from .throttling import check_wait, count_failure, forgive, sweep, throttle_key


class SignInExpired(Refused):
    """No sign-in is under way for this visitor, or it began too long ago."""

    code: ClassVar[str] = "sign-in-expired"


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """What the password step needs before the slow hashing, which happens outside any transaction."""

    identifier: str
    """As the visitor typed it, to show it to her again."""
    patient_id: bytes | None
    password_hash: str | None
    throttle: bytes


def begin_sign_in(unit: Unit, visit: str, identifier: str, now: datetime) -> None:
    """Note the identifier typed by this visitor, replacing an earlier one. Known or not, nothing is said."""
    sign_in = tables.sign_in
    digest = sha256(visit.encode()).digest()
    unit.execute(sign_in.delete().where(sign_in.c.started_at < now - SIGN_IN_LIFE))
    sweep(unit, now)
    row = {
        "token_digest": digest,
        "identifier_digest": blind_index(unit.holder, "identifier", canonical_identifier(identifier)),
        "identifier_sealed": unit.holder.wrap(identifier[:100].encode(), b"sign-in" + digest),
        "patient_id": None,
        "means": "",
        "phone_end": "",
        "started_at": now,
    }
    unit.put(sign_in, row)


def password_facts(unit: Unit, visit: str, network: str, now: datetime) -> PasswordFacts:
    """Return what the hashing needs. Raises `SignInExpired`, `TooManyTries`."""
    row = _under_way(unit, visit, now)
    key = throttle_key(unit, "password", row.identifier_digest, network)
    check_wait(unit, key, now)
    index, credential = tables.blind_index, tables.credential
    by_identifier = sa.select(index.c.patient_id).where(
        index.c.field == "identifier", index.c.digest == row.identifier_digest
    )
    patient_id = unit.scalar(by_identifier)
    # Asked even for nobody, so that both ways cost the same two look-ups.
    kept = unit.scalar(
        sa.select(credential.c.password_hash).where(credential.c.patient_id == (patient_id or bytes(16)))
    )
    return PasswordFacts(_typed(unit, row), patient_id, kept, key)


def note_password(unit: Unit, visit: str, facts: PasswordFacts, *, right: bool, sms: bool, now: datetime) -> None:
    """Write down how the password step ended; when right, choose the means and send a code by SMS if that is it.

    `sms` tells whether this house can send SMS at all. Raises `SignInExpired`.
    """
    row = _under_way(unit, visit, now)
    if not right or facts.patient_id is None:
        if count_failure(unit, facts.throttle, now) == 5 and facts.patient_id is not None:
            _tell_refused(unit, facts.patient_id, "password", now)
        return
    forgive(unit, facts.throttle)
    values = {"patient_id": facts.patient_id, **_first_means(unit, facts.patient_id, sms, now)}
    unit.execute(tables.sign_in.update().where(tables.sign_in.c.token_digest == row.token_digest).values(values))


def code_question(unit: Unit, visit: str, now: datetime) -> CodeQuestion:
    """Return which code to ask for. Raises `SignInExpired` (also before the password was right)."""
    row = _past_password(unit, visit, now)
    return question(unit, row.patient_id, row.means, row.phone_end)


def change_means(unit: Unit, visit: str, means: str, now: datetime) -> None:
    """Use the card, or have a new code sent by SMS; nothing changes for means she hasn't.

    Raises `SignInExpired`, `CodeSentJustNow`.
    """
    row = _past_password(unit, visit, now)
    has = {"sms": bool(row.phone_end), "card": next_line(unit, row.patient_id) is not None}
    if not has.get(means):
        return
    if means == "sms":
        send_sms_code(unit, row.patient_id, now)
    mine = tables.sign_in.c.token_digest == row.token_digest
    unit.execute(tables.sign_in.update().where(mine).values(means=means))


def pass_code(unit: Unit, visit: str, typed: str, network: str, *, at_home: bool, now: datetime) -> OpenSession | None:
    """Open a session when the code is right, else count the failure and return None.

    Raises `SignInExpired`, `TooManyTries`. The code is used up in the same transaction.
    """
    row = _past_password(unit, visit, now)
    hold(unit, row.patient_id)  # guesses sent at once are counted one after the other, each before the next
    near = throttle_key(unit, "code", row.patient_id, network)
    everywhere = throttle_key(unit, "code-anywhere", row.patient_id, "")
    check_wait(unit, near, now)
    check_wait(unit, everywhere, now)
    if not code_is_right(unit, row.patient_id, typed, now):
        count_failure(unit, near, now)
        count_failure(unit, everywhere, now, free=50)
        _tell_refused(unit, row.patient_id, "code", now)
        return None
    forgive(unit, near)
    forgive(unit, everywhere)
    unit.execute(tables.sign_in.delete().where(tables.sign_in.c.token_digest == row.token_digest))
    return open_session(unit, row.patient_id, at_home=at_home, now=now)


def renew_expired_code(unit: Unit, visit: str, typed: str, now: datetime) -> bool:
    """Send a new code when the typed one was right but too late; tell whether that was so. Raises `SignInExpired`."""
    row = _past_password(unit, visit, now)
    if not row.phone_end or not code_has_expired(unit, row.patient_id, typed, now):
        return False
    with suppress(CodeSentJustNow):
        send_sms_code(unit, row.patient_id, now)
    return True


def identifier_typed(unit: Unit, visit: str, now: datetime) -> str:
    """Return the identifier this visitor typed. Raises `SignInExpired`."""
    return _typed(unit, _under_way(unit, visit, now))


def _typed(unit: Unit, row: sa.Row[tuple[object, ...]]) -> str:
    return unit.holder.unwrap(row.identifier_sealed, b"sign-in" + row.token_digest).decode()


def _first_means(unit: Unit, patient_id: bytes, sms: bool, now: datetime) -> dict[str, str]:
    """Choose the first means: the phone when there is one (a code is sent), else the card, else none."""
    acting = Acting(Role.PATIENT, patient_id, patient_id)
    witness = append(unit, acting, Event.IDENTITY_PASSWORD_ACCEPTED, now)
    mobile = person_of(unit, patient_id, witness).mobile if sms else ""
    if mobile:
        with suppress(CodeSentJustNow):
            send_sms_code(unit, patient_id, now)
        return {"means": "sms", "phone_end": mobile[-2:]}
    return {"means": "card" if next_line(unit, patient_id) else "", "phone_end": ""}


def _under_way(unit: Unit, visit: str, now: datetime) -> sa.Row[tuple[object, ...]]:
    sign_in = tables.sign_in
    row = unit.first(sa.select(sign_in).where(sign_in.c.token_digest == sha256(visit.encode()).digest()))
    if row is None or now - row.started_at > SIGN_IN_LIFE:
        raise SignInExpired
    return row


def _past_password(unit: Unit, visit: str, now: datetime) -> sa.Row[tuple[object, ...]]:
    row = _under_way(unit, visit, now)
    if row.patient_id is None:
        raise SignInExpired
    return row


def _tell_refused(unit: Unit, patient_id: bytes, step: str, now: datetime) -> None:
    append(unit, Acting(Role.STRANGER, patient_id), Event.IDENTITY_SIGN_IN_REFUSED, now, {"step": step})
