"""Sessions kept by the server: opened, found in one statement, touched, closed; forms kept when one has ended."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from dossier.journal import Event, append, hold, witness_of
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Prepared, Unit
from dossier.vault import Place, Witness, keep_key, key_of, wrapped_key_of

from .known_devices import remember_device
from .queries import person_of
from .rules import KEPT_FORM_LIFE
from .tables import representation, web_session
from .turns import acting_in_turn, end_turn, opened_turn

_TOUCH_EVERY = timedelta(minutes=1)
_REPRESENTED = (
    sa.select(representation.c.basis)
    .where(
        representation.c.patient_id == web_session.c.patient_id,
        representation.c.represented_id == web_session.c.record_id,
    )
    .correlate(web_session)
    .scalar_subquery()
)
_FIND = Prepared(
    sa.select(
        web_session,
        wrapped_key_of(web_session.c.record_id).label("wrapped"),
        _REPRESENTED.label("basis"),
    ).where(web_session.c.token_digest == sa.bindparam("digest"))
)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session just opened: the token for the cookie, and for whom."""

    token: str
    patient_id: bytes
    at_home: bool
    device: str = ""
    """The token of a computer that is known from now on, when she said that it is hers."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its cookie finds it, alive or not."""

    token_digest: bytes
    patient_id: bytes
    record_id: bytes
    witness: Witness
    at_home: bool
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    acting: Acting | None
    """None when the record open is another's and the right to represent has ended."""
    record_name: str
    """First name of the person whose record is open, when it is another's."""
    turn: bytes | None = None
    """Her turn at a desk: this session opens what the turn is for, and nothing else."""

    @property
    def is_at_desk(self) -> bool:
        """Tell whether it is a turn at a desk."""
        return self.turn is not None

    @property
    def draft(self) -> str:
        """Return the number of the one mandate that this turn answers for; empty in every other session."""
        return self.acting.mandate if self.is_at_desk and self.acting is not None else ""


def open_session(unit: Unit, patient_id: bytes, *, at_home: bool, now: datetime) -> OpenSession:
    """Open a session on the patient's own record; its journal entry is the witness of what is listed in it."""
    acting = Acting(Role.PATIENT, patient_id, patient_id)
    append(unit, acting, Event.IDENTITY_SESSION_OPENED, now)
    token = _keep_session(unit, _tell_opened(unit, acting, now), now, at_home=at_home)
    return OpenSession(token, patient_id, at_home, remember_device(unit, patient_id, now) if at_home else "")


def open_turn_session(unit: Unit, patient_id: bytes, turn: bytes, now: datetime) -> OpenSession:
    """Open the session of the patient's turn at a desk: what it is for, and nothing else. Raises `TurnOver`."""
    acting = opened_turn(unit, patient_id, turn, now)
    witness = append(unit, acting, Event.IDENTITY_SESSION_OPENED, now)
    return OpenSession(_keep_session(unit, witness, now, turn=turn), patient_id, at_home=False)


def find_session(unit: Unit, token: str) -> Session | None:
    """Return the session a cookie stands for, alive or ended, in one statement; its record's key comes along."""
    found = unit.rows(_FIND, {"digest": sha256(token.encode()).digest()})
    if not found or found[0].wrapped is None:
        return None
    row = found[0]
    keep_key(unit, row.record_id, row.wrapped)
    witness = witness_of(row.record_id, row.entry_sequence)
    acting, record_name = _acting(unit, row, witness)
    return Session(
        token_digest=row.token_digest,
        patient_id=row.patient_id,
        record_id=row.record_id,
        witness=witness,
        at_home=row.at_home,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        acting=acting,
        record_name=record_name,
        turn=row.turn,
    )


def touch(unit: Unit, session: Session, now: datetime) -> None:
    """Note that the session is in use."""
    mine = web_session.c.token_digest == session.token_digest
    unit.execute(web_session.update().where(mine).values(seen_at=now))


def needs_touch(session: Session, now: datetime) -> bool:
    """Tell whether the last use was noted too long ago: once a minute is enough."""
    return now - session.seen_at > _TOUCH_EVERY


def end_session(unit: Unit, session: Session, now: datetime) -> None:
    """Close a session; it stays known for twenty hours so that a late form finds its owner again."""
    mine = sa.and_(web_session.c.token_digest == session.token_digest, web_session.c.ended_at.is_(None))
    if unit.execute(web_session.update().where(mine).values(ended_at=now)).rowcount:
        acting = Acting(Role.PATIENT, session.patient_id, session.patient_id)
        if session.turn is not None:
            acting = acting_in_turn(unit, session.patient_id, session.turn)
            end_turn(unit, session.turn, now)
        append(unit, acting, Event.IDENTITY_SESSION_CLOSED, now)


def open_record(unit: Unit, session: Session, record_id: bytes, now: datetime) -> None:
    """Open one's own record, or that of a person one represents, in this session.

    Told in that record's journal. Raises `NotPermitted`.
    """
    hold(unit, record_id)  # hers before the reader's own, as every act that tells representatives does
    acting = Acting(Role.PATIENT, record_id, session.patient_id)
    if record_id != session.patient_id:
        acting = _representing(unit, session.patient_id, record_id, now)
    opened = _tell_opened(unit, acting, now)
    told = json.dumps([acting.actor_name, person_of(unit, record_id, opened).first_names[0]]).encode()
    values = {
        "record_id": record_id,
        "entry_sequence": opened.sequence,
        "told_sealed": key_of(unit, record_id).seal(told, Place("session", session.token_digest)),
    }
    mine = web_session.c.token_digest == session.token_digest
    unit.execute(web_session.update().where(mine).values(values))


def _tell_opened(unit: Unit, acting: Acting, now: datetime) -> Witness:
    ground = require(acting, Action.RECORD_READ)
    return append(unit, acting, Event.ACCESS_RECORD_OPENED, now, {"ground": str(ground)})


def _representing(unit: Unit, patient_id: bytes, record_id: bytes, now: datetime) -> Acting:
    mine = sa.and_(representation.c.patient_id == patient_id, representation.c.represented_id == record_id)
    if unit.first(sa.select(representation.c.basis).where(mine)) is None:
        raise NotPermitted(action="access:record:open", role=Role.LEGAL_REPRESENTATIVE)
    own = Acting(Role.PATIENT, patient_id, patient_id)
    witness = append(unit, own, Event.ACCESS_OTHER_RECORD_OPENED, now)
    person = person_of(unit, patient_id, witness)
    return Acting(Role.LEGAL_REPRESENTATIVE, record_id, patient_id, f"{person.first_names[0]} {person.name}")


def _keep_session(
    unit: Unit, witness: Witness, now: datetime, *, at_home: bool = False, turn: bytes | None = None
) -> str:
    token = secrets.token_urlsafe(24)
    row = {
        "token_digest": sha256(token.encode()).digest(),
        "patient_id": witness.patient_id,
        "record_id": witness.patient_id,
        "entry_sequence": witness.sequence,
        "told_sealed": None,
        "at_home": at_home,
        "turn": turn,
        "started_at": now,
        "seen_at": now,
        "ended_at": None,
    }
    unit.execute(web_session.delete().where(web_session.c.seen_at < now - KEPT_FORM_LIFE))
    unit.execute(web_session.insert(), row)
    return token


def _acting(unit: Unit, row: Any, witness: Witness) -> tuple[Acting | None, str]:
    if row.turn is not None:
        return acting_in_turn(unit, row.patient_id, row.turn), ""
    if row.record_id == row.patient_id:
        return Acting(Role.PATIENT, row.record_id, row.patient_id), ""
    if row.basis is None:
        return None, ""
    sealed = key_of(unit, row.record_id).open(row.told_sealed, Place("session", row.token_digest), witness)
    reader, record_name = json.loads(sealed)
    return Acting(Role.LEGAL_REPRESENTATIVE, row.record_id, row.patient_id, reader), record_name
