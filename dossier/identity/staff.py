"""The staff: who works at a desk, in which role and team; added, suspended and given new means by the operator."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import sqlalchemy as sa

from dossier.base import Refused, new_id, new_sign_code
from dossier.policy import Role
from dossier.store import Unit
from dossier.vault import blind_index, canonical

from .enrollment import AlreadyKnown
from .rules import canonical_identifier, check_new_identifier
from .sites import site_named
from .staff_acts import StaffAct, note_staff_act
from .staff_link_tables import staff_link
from .staff_tables import staff_key, staff_member, staff_rescue_code, staff_session
from .turns import end_turns_at

STAFF_ROLES = (Role.CALL_AGENT, Role.SUPERVISOR, Role.ADVISOR)
"""What somebody may be at a desk."""
ENROLLMENT_LIFE = timedelta(days=3)


class StaffUnknown(Refused):
    """Nobody of the staff has this identifier."""

    code: ClassVar[str] = "staff-unknown"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody of the staff, as colleagues know her."""

    staff_id: bytes
    identifier: str
    first_name: str
    name: str
    role: Role
    team: str
    site: str
    enrolled: bool
    """Whether she has set her password and her app."""
    suspended_at: datetime | None
    enrollment_until: datetime | None
    """Until when the code that she was handed lets her enroll; None when there is none."""


@dataclass(frozen=True, slots=True)
class StaffName:
    """What somebody of the staff is called, and of which team she is: for a page that tells who did what."""

    first_name: str
    name: str
    team: str


def add_staff(
    unit: Unit,
    identifier: str,
    first_name: str,
    name: str,
    role: Role,
    team: str,
    now: datetime,
    *,
    site: str = "",
    by: bytes | None = None,
) -> str:
    """Add somebody to the staff; return her enrollment code, good once and for three days.

    `by`: the supervisor who hands it over, None for the operator. Raises `IdentifierUnfit`, `AlreadyKnown`,
    `SiteUnknown`.
    """
    if role not in STAFF_ROLES:
        raise ValueError(f"{role} is no role of the staff")
    identifier = check_new_identifier(identifier)
    if site:
        site_named(unit, site)
    staff_id = new_id()
    told = json.dumps([identifier, first_name, name], ensure_ascii=False).encode()
    code, enrollment = _new_enrollment(unit, staff_id, by, now)
    row = {
        "staff_id": staff_id,
        "identifier_digest": _index(unit, identifier),
        "role": str(role),
        "team": team,
        "site": site,
        "sealed": unit.holder.wrap(told, bound("name", staff_id)),
        "totp_drift": 0,
        "added_at": now,
        **enrollment,
    }
    if not unit.add_new(staff_member, row):
        raise AlreadyKnown(field="identifier")
    note_staff_act(unit, by, StaffAct.INVITED, now, about=staff_id)
    return code


def reset_staff(unit: Unit, identifier: str, now: datetime) -> str:
    """Take away password, app, keys, rescue codes and link, end what is open, lift a suspension; return a new code.

    The operator so starts a reset and never chooses a secret. What was given to her is ended in a unit of its own,
    after this one and before the code is handed over: `mandates.end_mandates_of_advisor`. Raises `StaffUnknown`.
    """
    return reset_member(unit, staff_member_of(unit, identifier).staff_id, None, now)


def reset_member(unit: Unit, staff_id: bytes, by: bytes | None, now: datetime) -> str:
    """Do the same for an id; private to the room."""
    end_sessions_of(unit, staff_id, now)
    end_turns_at(unit, staff_id, now)
    for means in (staff_key, staff_rescue_code, staff_link):
        unit.execute(means.delete().where(means.c.staff_id == staff_id))
    code, enrollment = _new_enrollment(unit, staff_id, by, now)
    taken = {
        "password_hash": None,
        "totp_sealed": None,
        "totp_step": None,
        "totp_drift": 0,
        "suspended_at": None,
    }
    unit.execute(staff_member.update().where(staff_member.c.staff_id == staff_id).values(**taken, **enrollment))
    note_staff_act(unit, by, StaffAct.RESET, now, about=staff_id)
    return code


def suspend_staff(unit: Unit, identifier: str, now: datetime) -> bytes:
    """Let somebody in no more; her desk and a patient's turn there end with the next click. Return her id.

    What was given to her is ended in a unit of its own, after this one: `mandates.end_mandates_of_advisor`.
    Raises `StaffUnknown`.
    """
    staff_id = staff_member_of(unit, identifier).staff_id
    suspend_member(unit, staff_id, None, now)
    return staff_id


def suspend_member(unit: Unit, staff_id: bytes, by: bytes | None, now: datetime) -> None:
    """Do the same for an id; private to the room."""
    mine = sa.and_(staff_member.c.staff_id == staff_id, staff_member.c.suspended_at.is_(None))
    unit.execute(staff_member.update().where(mine).values(suspended_at=now, enrollment_digest=None))
    end_sessions_of(unit, staff_id, now)
    end_turns_at(unit, staff_id, now)
    note_staff_act(unit, by, StaffAct.SUSPENDED, now, about=staff_id)


def all_staff(unit: Unit) -> list[StaffMember]:
    """Return everybody of the staff, by team and name."""
    members = [member_from(unit, row) for row in unit.all(sa.select(staff_member))]
    return sorted(members, key=lambda member: (member.team, member.name, member.first_name))


def staff_member_of(unit: Unit, identifier: str) -> StaffMember:
    """Return the one who signs in with this identifier. Raises `StaffUnknown`."""
    row = row_of_identifier(unit, identifier)
    if row is None:
        raise StaffUnknown
    return member_from(unit, row)


def staff_named(unit: Unit, staff_ids: Collection[bytes]) -> dict[bytes, StaffName]:
    """Return what these members of the staff are called; whoever is unknown is left out."""
    found = sa.select(staff_member.c.staff_id, staff_member.c.sealed, staff_member.c.team).where(
        unit.among(staff_member.c.staff_id, list(staff_ids))
    )
    return {row.staff_id: StaffName(*names_of(unit, row.staff_id, row.sealed)[1:], row.team) for row in unit.all(found)}


def row_of_identifier(unit: Unit, identifier: str) -> sa.Row[Any] | None:
    """Return the row of the one who signs in with this identifier, as typed; private to the room."""
    digest = _index(unit, canonical_identifier(identifier))
    return unit.first(sa.select(staff_member).where(staff_member.c.identifier_digest == digest))


def names_of(unit: Unit, staff_id: bytes, sealed: bytes) -> tuple[str, str, str]:
    """Return identifier, first name and name; private to the room."""
    identifier, first_name, name = json.loads(unit.holder.unwrap(sealed, bound("name", staff_id)))
    return identifier, first_name, name


def end_sessions_of(unit: Unit, staff_id: bytes, now: datetime) -> None:
    """End whatever desk she has open; private to the room."""
    hers = sa.and_(staff_session.c.staff_id == staff_id, staff_session.c.ended_at.is_(None))
    unit.execute(staff_session.update().where(hers).values(ended_at=now))


def enrollment_digest(unit: Unit, staff_id: bytes, code: str) -> bytes:
    """Return the digest under which an enrollment code is kept; private to the room."""
    return unit.holder.digest("staff-enrollment", canonical(staff_id, code.encode()))


def bound(what: str, staff_id: bytes) -> bytes:
    """Return what a sealed name or secret is bound to; private to the room."""
    return canonical(b"staff", what.encode(), staff_id)


def _new_enrollment(unit: Unit, staff_id: bytes, by: bytes | None, now: datetime) -> tuple[str, dict[str, object]]:
    code = new_sign_code()
    digest = enrollment_digest(unit, staff_id, code)
    until = now + ENROLLMENT_LIFE
    return code, {"enrollment_digest": digest, "enrollment_until": until, "means_by": by, "means_at": now}


def _index(unit: Unit, identifier: str) -> bytes:
    return blind_index(unit.holder, "staff-identifier", identifier)


def member_from(unit: Unit, row: sa.Row[Any]) -> StaffMember:
    """Return a row as a member of the staff; private to the room."""
    identifier, first_name, name = names_of(unit, row.staff_id, row.sealed)
    return StaffMember(
        row.staff_id,
        identifier,
        first_name,
        name,
        Role(row.role),
        row.team,
        row.site,
        row.password_hash is not None,
        row.suspended_at,
        row.enrollment_until if row.enrollment_digest else None,
    )
