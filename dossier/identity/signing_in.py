"""Signing in, step by step: identifier, password, one-time code. The same work for known and unknown people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.journal import Event, append
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import Witness, blind_index

from . import tables
from .addresses import Channel
from .guarding import Caller, code_comes_first, count_anywhere, place_of, tell_refused
from .means import first_means, sealed_hints
from .rules import SIGN_IN_LIFE, canonical_identifier
from .sessions import OpenSession, open_session, open_turn_session
from .throttling import check_wait, count_failure, forgive, sweep, throttle_key
from .under_way import (
    NO_IDENTIFIER,
    TURN_KEPT,
    identifier_in,
    sign_in_over,
    turn_in,
    under_way,
    visit_digest,
    with_identifier,
)
from .ways_out import hand_way_out

_TOLD_AT = 5


class CodeComesFirst(Refused):
    """Too many wrong passwords came for this account, from anywhere: the code is asked before the password."""

    code: ClassVar[str] = "code-comes-first"


@dataclass(frozen=True, slots=True)
class PasswordFacts:
    """What the password step needs before the slow hashing, which happens outside any transaction."""

    identifier: str
    """As the visitor typed it, to show it to her again."""
    patient_id: bytes | None
    password_hash: str | None
    throttle: bytes


def begin_sign_in(unit: Unit, visit: str, identifier: str, now: datetime) -> None:
    """Note the identifier typed by this visitor, replacing an earlier one. Known or not, nothing is said.

    In a turn at a desk, over or not, the sign-in still leads there alone.
    """
    typed = blind_index(unit.holder, "identifier", canonical_identifier(identifier))
    _begin(unit, visit, typed, identifier[:100], now, turn_in(unit, visit))


def begin_at_desk(unit: Unit, visit: str, patient_id: bytes | None, turn: bytes, now: datetime) -> None:
    """Begin a sign-in that leads to the patient's turn at a desk: the advisor knows who she is, so nobody asks.

    Somebody without an identifier gets as far as anybody with a wrong password. None: she is asked like everybody.
    Private to the room.
    """
    if patient_id is None:
        _begin(unit, visit, NO_IDENTIFIER, "", now, turn)
        return
    index = tables.blind_index
    hers = sa.and_(index.c.patient_id == patient_id, index.c.field == "identifier")
    known: bytes | None = unit.scalar(sa.select(index.c.digest).where(hers))
    _begin(unit, visit, known or token_bytes(len(NO_IDENTIFIER)), "", now, turn)


def _begin(
    unit: Unit, visit: str, identifier_digest: bytes, identifier: str, now: datetime, turn: bytes | None = None
) -> None:
    digest = visit_digest(visit)
    rows = tables.sign_in.c
    over = sa.and_(rows.started_at < now - SIGN_IN_LIFE, rows.turn.is_(None))
    unit.execute(tables.sign_in.delete().where(sa.or_(over, rows.started_at < now - TURN_KEPT)))
    sweep(unit, now)
    row = {
        "token_digest": digest,
        "identifier_digest": identifier_digest,
        "identifier_sealed": unit.holder.wrap(identifier.encode(), b"sign-in" + digest),
        "patient_id": None,
        "means": "",
        "offered": None,
        "code_given": False,
        "turn": turn,
        "started_at": now,
    }
    unit.put(tables.sign_in, row)


def identifier_typed(unit: Unit, visit: str, caller: Caller, now: datetime) -> str:
    """Return the identifier this visitor typed. Raises `SignInExpired`, `CodeComesFirst`."""
    row = with_identifier(unit, visit, now)
    _check_order(unit, row, place_of(unit, caller, patient_with(unit, row), now).is_known, now)
    return identifier_in(unit, row)


def password_facts(unit: Unit, visit: str, caller: Caller, now: datetime) -> PasswordFacts:
    """Return what the hashing needs. Raises `SignInExpired`, `TooManyTries`, `CodeComesFirst`."""
    row = with_identifier(unit, visit, now)
    patient_id = patient_with(unit, row)
    place = place_of(unit, caller, patient_id, now)
    # After a right code the waits of her network count no more: a stranger beside her can't keep her out.
    key = throttle_key(unit, "password", row.identifier_digest, visit if row.code_given else place.name)
    check_wait(unit, key, now)
    _check_order(unit, row, place.is_known, now)
    credential = tables.credential
    # Asked even for nobody, so that both ways cost the same two look-ups.
    kept = unit.scalar(
        sa.select(credential.c.password_hash).where(credential.c.patient_id == (patient_id or bytes(16)))
    )
    return PasswordFacts(identifier_in(unit, row), patient_id, kept, key)


def note_password(
    unit: Unit, visit: str, facts: PasswordFacts, *, right: bool, channels: Collection[Channel], now: datetime
) -> OpenSession | None:
    """Write down how the password step ended; when right, choose the means and send a code if it is sent.

    After a right code the right password opens the session. `channels`: by which ways this house can send codes.
    Raises `SignInExpired`.
    """
    row = under_way(unit, visit, now)
    if not right or facts.patient_id is None:
        count_anywhere(unit, row.identifier_digest, now)
        if count_failure(unit, facts.throttle, now) == _TOLD_AT:
            tell_refused(unit, facts.patient_id, "password", now)
        return None
    forgive(unit, facts.throttle)
    acting = Acting(Role.PATIENT, facts.patient_id, facts.patient_id)
    witness = append(unit, acting, Event.IDENTITY_PASSWORD_ACCEPTED, now)
    if row.code_given:
        return enter(unit, visit, facts.patient_id, at_home=False, now=now)
    hints, means = first_means(unit, facts.patient_id, witness, channels, now)
    values = {
        "patient_id": facts.patient_id, "means": means, "offered": sealed_hints(unit, row.token_digest, hints)
    }  # fmt: skip
    unit.execute(tables.sign_in.update().where(tables.sign_in.c.token_digest == row.token_digest).values(values))
    return None


def go_on_to_code(
    unit: Unit, visit: str, patient_id: bytes, witness: Witness, *, channels: Collection[Channel], now: datetime
) -> None:
    """Stand where a right password leads, without one: a provider vouched for this visitor. Chooses the means too."""
    digest = visit_digest(visit)
    hints, means = first_means(unit, patient_id, witness, channels, now)
    row = {
        "token_digest": digest,
        "identifier_digest": NO_IDENTIFIER,
        "identifier_sealed": unit.holder.wrap(b"", b"sign-in" + digest),
        "patient_id": patient_id,
        "means": means,
        "offered": sealed_hints(unit, digest, hints),
        "code_given": False,
        "turn": turn_in(unit, visit),
        "started_at": now,
    }
    unit.put(tables.sign_in, row)


def enter(unit: Unit, visit: str, patient_id: bytes, *, at_home: bool, now: datetime) -> OpenSession:
    """Open the session that a finished sign-in leads to; in a turn at a desk, one that sees what it is for alone.

    Raises `TurnOver`.
    """
    turn = turn_in(unit, visit)
    sign_in_over(unit, visit)
    if turn is not None:
        opened = open_turn_session(unit, patient_id, turn, now)
    else:
        opened = open_session(unit, patient_id, at_home=at_home, now=now)
    hand_way_out(unit, visit, opened.token, now)
    return opened


def patient_with(unit: Unit, row: sa.Row[tuple[object, ...]]) -> bytes | None:
    """Return whose identifier a sign-in under way began with, or None."""
    index = tables.blind_index
    by_identifier = sa.select(index.c.patient_id).where(
        index.c.field == "identifier", index.c.digest == row.identifier_digest
    )
    patient_id: bytes | None = unit.scalar(by_identifier)
    return patient_id


def _check_order(unit: Unit, row: sa.Row[tuple[object, ...]], is_known: bool, now: datetime) -> None:
    if not row.code_given and not is_known and code_comes_first(unit, row.identifier_digest, now):
        raise CodeComesFirst
