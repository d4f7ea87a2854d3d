"""The patient's turn at a desk: the desk is locked while she reads her summary there, or answers for one mandate.

An open desk and a living turn of the same advisor never stand side by side: beginning a turn locks the desk, and
whatever opens one again ends it. So nothing that an advisor's session may do is done while the patient reads.

A draft may be for nobody who is here. So a turn that answers for one asks who she is, as any sign-in does, and looks
nobody up before: what it is kept under tells the desk nothing.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import canonical

from .limits import LIMITS
from .tables import desk_turn as table
from .tables import sign_in, web_session
from .under_way import begin_anew

_KEPT = timedelta(days=1)


class TurnOver(Refused):
    """The patient's turn has ended: by herself, by the clock, or because the advisor opened the desk again."""

    code: ClassVar[str] = "turn-over"


@dataclass(frozen=True, slots=True)
class DeskTurn:
    """Whose desk the patient has her turn at, as her history and her own screen name it."""

    advisor: str
    site: str
    draft: str = ""
    """The number of the mandate that she answers for, and all that she sees; empty for her summary."""


def keep_turn(unit: Unit, patient_id: bytes, staff_id: bytes, told: DeskTurn, now: datetime) -> str:
    """Keep a turn and return its ticket: 192 random bits, good once. Older turns of either of them end.

    Before she agreed to anything the advisor's alone do: nobody's draft may tell, or end, what she does elsewhere.
    Private to the room: the desk is locked with it (`staff_turns.begin_turn`).
    """
    theirs = table.c.staff_id == staff_id
    end_turns(unit, theirs if told.draft else sa.or_(table.c.patient_id == patient_id, theirs), now)
    unit.execute(table.delete().where(table.c.made_at < now - _KEPT))
    ticket = secrets.token_urlsafe(24)
    digest = _digest(ticket)
    row = {
        "ticket_digest": digest,
        "patient_id": patient_id,
        "staff_id": staff_id,
        "sealed": unit.holder.wrap(json.dumps([told.advisor, told.site, told.draft]).encode(), _bound(digest)),
        "made_at": now,
        "until_at": now + LIMITS.ticket_life,
        "taken_at": None,
        "ended_at": None,
    }
    unit.add(table, row)
    return ticket


def turn_waiting(unit: Unit, ticket: str, now: datetime) -> DeskTurn | None:
    """Return the turn that a ticket would begin; None for one that was taken, that is over, or that never was."""
    row = unit.first(sa.select(table).where(_waits(_digest(ticket), now)))
    return None if row is None else _told(unit, row)


def taken_turn(unit: Unit, ticket: str, now: datetime) -> tuple[bytes, bytes | None] | None:
    """Take a ticket, once: return the turn's digest and whose it is; None where she says so herself.

    Private to the room.
    """
    digest = _digest(ticket)
    taken = table.update().where(_waits(digest, now)).values(taken_at=now, until_at=now + LIMITS.turn_proof)
    if unit.execute(taken).rowcount != 1:
        return None
    row = unit.first(sa.select(table).where(_is(digest)))
    assert row is not None
    return digest, None if _told(unit, row).draft else row.patient_id


def opened_turn(unit: Unit, patient_id: bytes, digest: bytes, now: datetime) -> Acting:
    """Return the patient acting in her turn, once she proved who she is. Private to the room. Raises `TurnOver`."""
    living = sa.and_(_is(digest), table.c.patient_id == patient_id, table.c.until_at > now, table.c.ended_at.is_(None))
    if unit.execute(table.update().where(living).values(until_at=now + LIMITS.turn_total)).rowcount != 1:
        raise TurnOver
    return acting_in_turn(unit, patient_id, digest)


def acting_in_turn(unit: Unit, patient_id: bytes, digest: bytes) -> Acting:
    """Return the patient acting in her turn, with whose desk it is; nobody's once it was swept. Private to the room."""
    row = unit.first(sa.select(table).where(_is(digest)))
    told = DeskTurn("", "") if row is None else _told(unit, row)
    return Acting(Role.PATIENT_AT_DESK, patient_id, patient_id, told.advisor, mandate=told.draft, site=told.site)


def has_turn(unit: Unit, staff_id: bytes, now: datetime) -> bool:
    """Tell whether somebody has her turn at this advisor's desk."""
    hers = sa.and_(table.c.staff_id == staff_id, table.c.until_at > now, table.c.ended_at.is_(None))
    return unit.first(sa.select(table.c.ticket_digest).where(hers)) is not None


def end_turns_at(unit: Unit, staff_id: bytes, now: datetime) -> None:
    """End every turn at this advisor's desk: her visit there is over, proved or not."""
    end_turns(unit, table.c.staff_id == staff_id, now)


def end_turn(unit: Unit, digest: bytes, now: datetime) -> None:
    """End one turn."""
    end_turns(unit, _is(digest), now)


def end_turns(unit: Unit, which: sa.ColumnElement[bool], now: datetime) -> None:
    """End turns, the sessions opened in them, and the sign-ins that led there. Private to the room."""
    living = sa.and_(which, table.c.ended_at.is_(None))
    digests = [row.ticket_digest for row in unit.all(sa.select(table.c.ticket_digest).where(living))]
    if not digests:
        return
    unit.execute(table.update().where(table.c.ticket_digest.in_(digests)).values(ended_at=now))
    begin_anew(unit, sign_in.c.turn.in_(digests))
    sessions = sa.and_(web_session.c.turn.in_(digests), web_session.c.ended_at.is_(None))
    unit.execute(web_session.update().where(sessions).values(ended_at=now))


def _waits(digest: bytes, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(_is(digest), table.c.taken_at.is_(None), table.c.ended_at.is_(None), table.c.until_at > now)


def _is(digest: bytes) -> sa.ColumnElement[bool]:
    return table.c.ticket_digest == digest


def _told(unit: Unit, row: sa.Row[tuple[object, ...]]) -> DeskTurn:
    return DeskTurn(*json.loads(unit.holder.unwrap(row.sealed, _bound(row.ticket_digest))))


def _digest(ticket: str) -> bytes:
    return sha256(ticket.encode()).digest()


def _bound(digest: bytes) -> bytes:
    return canonical(b"desk-turn", digest)
