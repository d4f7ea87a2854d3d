"""Desks that are open: one for each member of the staff, locked when she leaves it, over with her working day."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from dossier.policy import Role
from dossier.store import Unit

from .staff import end_sessions_of, names_of
from .staff_acts import StaffAct, note_staff_act
from .staff_tables import staff_member, staff_session
from .turns import end_turns_at

FRESH = timedelta(minutes=10)
"""How old a code may be before a sensitive act (SECURITY 3)."""
_TOUCH_EVERY = timedelta(minutes=1)
_SWEPT_AFTER = timedelta(days=2)
_FIND = sa.select(
    staff_session,
    *(staff_member.c[name] for name in ("role", "team", "site", "sealed", "suspended_at")),
).where(
    staff_session.c.staff_id == staff_member.c.staff_id,
    staff_session.c.token_digest == sa.bindparam("digest"),
)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A desk as its cookie finds it, open or not."""

    token_digest: bytes
    staff_id: bytes
    identifier: str
    first_name: str
    name: str
    role: Role
    team: str
    site: str
    started_at: datetime
    seen_at: datetime
    proved_at: datetime
    locked_at: datetime | None
    ended_at: datetime | None
    suspended_at: datetime | None

    @property
    def actor_name(self) -> str:
        """Return how the access history names her: first name and team, never more."""
        return f"{self.first_name}, {self.team}"

    def is_alive(self, now: datetime, total: timedelta) -> bool:
        """Tell whether this desk may be used again at all: not ended, nobody suspended, the working day not over."""
        return self.ended_at is None and self.suspended_at is None and now - self.started_at <= total

    def is_locked(self, now: datetime, idle: timedelta) -> bool:
        """Tell whether a code must be given first: the desk was left, or nobody touched it for too long."""
        return self.locked_at is not None or now - self.seen_at > idle

    def is_fresh(self, now: datetime) -> bool:
        """Tell whether a code or a key was given at this desk in the last ten minutes."""
        return now - self.proved_at <= FRESH


def open_staff_session(unit: Unit, staff_id: bytes, now: datetime) -> str:
    """Open her desk and return its token. Any other of hers ends: two people can't share one account.

    So does a patient's turn there, and whatever she had opened in it.
    """
    _alone(unit, staff_id)
    end_sessions_of(unit, staff_id, now)
    end_turns_at(unit, staff_id, now)
    unit.execute(staff_session.delete().where(staff_session.c.started_at < now - _SWEPT_AFTER))
    token, digest = _new_token()
    row = {
        "token_digest": digest,
        "staff_id": staff_id,
        "started_at": now,
        "seen_at": now,
        "proved_at": now,
        "locked_at": None,
        "ended_at": None,
    }
    unit.add(staff_session, row)
    note_staff_act(unit, staff_id, StaffAct.DESK_OPENED, now)
    return token


def find_staff_session(unit: Unit, token: str) -> StaffSession | None:
    """Return the desk that a cookie stands for, open or not, in one statement."""
    row = unit.first(_FIND, {"digest": sha256(token.encode()).digest()})
    if row is None:
        return None
    identifier, first_name, name = names_of(unit, row.staff_id, row.sealed)
    return StaffSession(
        row.token_digest,
        row.staff_id,
        identifier,
        first_name,
        name,
        Role(row.role),
        row.team,
        row.site,
        row.started_at,
        row.seen_at,
        row.proved_at,
        row.locked_at,
        row.ended_at,
        row.suspended_at,
    )


def desk_is_open(unit: Unit, session: StaffSession) -> bool:
    """Tell whether this desk is open at this very moment, whatever its page was told: not ended, nobody suspended.

    Until the unit ends nobody can suspend her: what she does now is done before, or not at all.
    """
    mine = sa.and_(
        staff_session.c.token_digest == session.token_digest,
        staff_session.c.staff_id == staff_member.c.staff_id,
        staff_session.c.ended_at.is_(None),
        staff_session.c.locked_at.is_(None),
        staff_member.c.suspended_at.is_(None),
        staff_member.c.site == session.site,
    )
    return (
        unit.first(sa.select(staff_member.c.staff_id).where(mine).with_for_update(read=True, of=staff_member))
        is not None
    )


def touch_desk(unit: Unit, session: StaffSession, now: datetime) -> None:
    """Note that the desk is in use."""
    _change(unit, session, seen_at=now)


def desk_needs_touch(session: StaffSession, now: datetime) -> bool:
    """Tell whether the last use was noted too long ago: once a minute is enough."""
    return now - session.seen_at > _TOUCH_EVERY


def lock_desk(unit: Unit, session: StaffSession, now: datetime) -> str:
    """Lock a desk at once and return its new token: a changed cookie keeps Back from showing what was there."""
    token, digest = _new_token()
    _change(unit, session, token_digest=digest, locked_at=session.locked_at or now)
    return token


def end_desk(unit: Unit, session: StaffSession, now: datetime) -> None:
    """Close a desk for good, and the patient's turn at it."""
    end_turns_at(unit, session.staff_id, now)
    _change(unit, session, ended_at=session.ended_at or now)


def note_proof(unit: Unit, session: StaffSession, now: datetime) -> None:
    """Note that a code or a key was just given; a locked desk opens, and a patient's turn there is over.

    Private to the room.
    """
    _alone(unit, session.staff_id)
    end_turns_at(unit, session.staff_id, now)
    _change(unit, session, proved_at=now, seen_at=now, locked_at=None)


def _alone(unit: Unit, staff_id: bytes) -> None:
    """Wait for what she does at another desk in this moment: a turn that begins there is seen, and ends."""
    unit.first(sa.select(staff_member.c.staff_id).where(staff_member.c.staff_id == staff_id).with_for_update())


def _change(unit: Unit, session: StaffSession, **values: object) -> None:
    mine = staff_session.c.token_digest == session.token_digest
    unit.execute(staff_session.update().where(mine).values(**values))


def _new_token() -> tuple[str, bytes]:
    token = secrets.token_urlsafe(24)
    return token, sha256(token.encode()).digest()
