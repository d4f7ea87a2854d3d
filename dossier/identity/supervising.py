"""A supervisor and her own people: a site's, or her team's where there is no site. Nobody's but hers, never herself."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import Refused
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from .staff import StaffMember, StaffUnknown, add_staff, member_from, reset_member, staff_member_of, suspend_member
from .staff_sessions import StaffSession, desk_is_open
from .staff_tables import staff_member


class ColleagueRefused(Refused):
    """This colleague isn't hers to change. `why`: `self`, or `supervisor`: the operator alone gives one new means."""

    code: ClassVar[str] = "staff-refused"


def colleagues_of(unit: Unit, session: StaffSession) -> list[StaffMember]:
    """Return whom she answers for, herself among them, by name; in one statement. Raises `NotPermitted`."""
    rows = unit.all(sa.select(staff_member).where(answered_for(session, staff_member)))
    return sorted((member_from(unit, row) for row in rows), key=lambda one: (one.name, one.first_name, one.identifier))


def colleague_of(unit: Unit, session: StaffSession, staff_id: bytes) -> StaffMember:
    """Return one of them. Raises `NotPermitted`, `StaffUnknown`: also for a colleague of another place."""
    hers = sa.and_(answered_for(session, staff_member), staff_member.c.staff_id == staff_id)
    row = unit.first(sa.select(staff_member).where(hers))
    if row is None:
        raise StaffUnknown
    return member_from(unit, row)


def invite_colleague(
    unit: Unit, session: StaffSession, identifier: str, first_name: str, name: str, now: datetime
) -> tuple[bytes, str]:
    """Add an advisor to her site, or a call agent to her team; return her id and her enrollment code.

    Supervisors are added by the operator. Raises `NotPermitted`, `IdentifierUnfit`, `AlreadyKnown`.
    """
    _hold(unit, session, session.staff_id)
    role = Role.ADVISOR if session.site else Role.CALL_AGENT
    who = (identifier, first_name, name, role, session.team)
    code = add_staff(unit, *who, now, site=session.site, by=session.staff_id)
    return staff_member_of(unit, identifier).staff_id, code


def suspend_colleague(unit: Unit, session: StaffSession, staff_id: bytes, now: datetime) -> None:
    """Let one of hers in no more: what she has open ends with her next click.

    What was given to her is ended in a unit of its own, after this one: `mandates.end_mandates_of_advisor`.
    Raises `NotPermitted`, `StaffUnknown`, `ColleagueRefused` (self).
    """
    _hold(unit, session, staff_id)
    check_suspendable(session, colleague_of(unit, session, staff_id))
    suspend_member(unit, staff_id, session.staff_id, now)


def reset_colleague(unit: Unit, session: StaffSession, staff_id: bytes, now: datetime) -> str:
    """Take all the means of one of hers away and end her desk; return her new enrollment code.

    It lifts a suspension. What was given to her is ended in a unit of its own, after this one and before the code is
    handed over: `mandates.end_mandates_of_advisor`.
    Raises `NotPermitted`, `StaffUnknown`, `ColleagueRefused` (self, supervisor).
    """
    _hold(unit, session, staff_id)
    check_resettable(session, colleague_of(unit, session, staff_id))
    return reset_member(unit, staff_id, session.staff_id, now)


def check_suspendable(session: StaffSession, member: StaffMember) -> None:
    """Raise `ColleagueRefused` (self) when she may not suspend this one of hers."""
    if member.staff_id == session.staff_id:
        raise ColleagueRefused(why="self")


def check_resettable(session: StaffSession, member: StaffMember) -> None:
    """Raise `ColleagueRefused` (self, supervisor) when she may not give this one of hers new means.

    Whoever hands a supervisor new means could be two people in what takes two.
    """
    check_suspendable(session, member)
    if member.role is Role.SUPERVISOR:
        raise ColleagueRefused(why="supervisor")


def handed_means_lately(unit: Unit, by: bytes, staff_id: bytes, since: datetime) -> bool:
    """Tell whether one member of the staff handed another her means after an instant: she could sign in as both."""
    hers = sa.and_(staff_member.c.staff_id == staff_id, staff_member.c.means_by == by, staff_member.c.means_at > since)
    return unit.first(sa.select(staff_member.c.staff_id).where(hers)) is not None


def answered_for(session: StaffSession, table: sa.Table) -> sa.ColumnElement[bool]:
    """Return the condition that a row is of her own place: her whole site, or her own team where there is no site.

    Raises `NotPermitted` for whoever answers for nobody. Private to the room.
    """
    require(Acting(session.role, b"", session.staff_id), Action.STAFF_SUPERVISE)
    here: sa.ColumnElement[bool] = table.c.site == session.site
    return here if session.site else sa.and_(here, table.c.team == session.team)


def _hold(unit: Unit, session: StaffSession, staff_id: bytes) -> None:
    """Take the turn of both accounts, always in one order, and check that her own desk is still open.

    Two supervisors who suspend each other come one after the other: the second is suspended. Raises `NotPermitted`.
    """
    both = sa.select(staff_member.c.staff_id).where(staff_member.c.staff_id.in_([session.staff_id, staff_id]))
    unit.all(both.order_by(staff_member.c.staff_id).with_for_update())
    if not desk_is_open(unit, session):
        raise NotPermitted(action=Action.STAFF_SUPERVISE, role=session.role)
