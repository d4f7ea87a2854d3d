"""What each member of the staff has before her: her cases, what waits for a second person, who is to be rung today."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from dossier.identity import read_ahead
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from . import desk_rules, rules
from .decoys import decoys_ahead
from .hours import PARIS
from .keeping import Held, numbers_of, opened_row, persona
from .limits import LIMITS
from .queries import Standing, shown
from .shapes import CaseState
from .tables import case as table

_LISTED = timedelta(days=1)
_MOST = 200


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A paper that an advisor saw, and that waits for a second person."""

    standing: Standing
    seen_by: bytes
    seen_at: datetime
    seen_until: datetime


def cases_of_agent(unit: Unit, staff_id: bytes, now: datetime) -> list[Standing]:
    """Return the cases this agent took up in the last day and still holds, the newest first: her queue."""
    hers = sa.and_(table.c.held_by == staff_id, table.c.held_at > now - _LISTED)
    found = _opened(unit, hers, (table.c.held_at.desc(),), now)
    return [shown(unit, one, Role.CALL_AGENT, listed=True) for one in found]


def frozen_cases(unit: Unit, acting: Acting, now: datetime) -> list[Standing]:
    """Return the cases that wait, frozen, for a desk and a second person. Raises `NotPermitted`."""
    _require_supervisor(acting, Action.RECOVERY_CASE_READ)
    found = _opened(unit, table.c.state == str(CaseState.FROZEN), (table.c.disputed_at,), now)
    return [_listed(unit, one, acting) for one in found]


def seen_cases(unit: Unit, acting: Acting, now: datetime) -> list[SeenCase]:
    """Return what advisors saw and a second person hasn't answered, the oldest first. Raises `NotPermitted`."""
    _require_supervisor(acting, Action.RECOVERY_CASE_REOPEN)
    lately = sa.and_(table.c.seen_by.is_not(None), table.c.seen_at > now - LIMITS.second_person)
    found = _opened(unit, lately, (table.c.seen_at,), now)
    return [
        SeenCase(_listed(unit, one, acting), one.seen_by, one.case.seen.seen_at, one.case.seen.seen_until)
        for one in found
        if one.case.seen and one.seen_by and desk_rules.waits_for_second(one.case)
    ]


def seen_by(unit: Unit, staff_id: bytes, now: datetime) -> list[Standing]:
    """Return the cases in which this advisor saw a paper in the last day, the newest first."""
    his = sa.and_(table.c.seen_by == staff_id, table.c.seen_at > now - _LISTED)
    found = _opened(unit, his, (table.c.seen_at.desc(),), now)
    following = numbers_of(unit, {bytes.fromhex(one.case.next_case) for one in found if one.case.next_case})
    listed = (shown(unit, one, Role.ADVISOR, listed=True) for one in found)
    return [
        replace(standing, next_number=following.get(bytes.fromhex(one.case.next_case), ""))
        for standing, one in zip(listed, found, strict=True)
    ]


def case_opened_for(unit: Unit, patient_id: bytes, staff_id: bytes, now: datetime) -> Standing | None:
    """Return the newest case that this advisor opened for somebody who lets her, with the hints; None without one."""
    hers = sa.and_(table.c.patient_id == patient_id, table.c.held_by == staff_id)
    of_a_mandate = sa.and_(hers, table.c.by_role == str(Role.ADVISOR), table.c.opened_at > now - LIMITS.case_life)
    found = _opened(unit, of_a_mandate, (table.c.opened_at.desc(),), now)
    return shown(unit, found[0], Role.ADVISOR, is_let=True) if found else None


def callbacks_due(unit: Unit, acting: Acting, now: datetime) -> list[Standing]:
    """Return who is to be rung today, of any agent, the earliest first; without the channels.

    Raises `NotPermitted`.
    """
    require(acting, Action.RECOVERY_CODE_SEND)
    if acting.role is not Role.CALL_AGENT:
        raise NotPermitted(action=Action.RECOVERY_CODE_SEND, role=acting.role)
    found = _opened(unit, table.c.callback_at.between(*_day_of(now)), (table.c.callback_at,), now)
    due = [one for one in found if one.case.callback_at and one.case.state in rules.UNDER_WAY]
    return [_listed(unit, one, acting) for one in due]


def _listed(unit: Unit, found: Held, acting: Acting) -> Standing:
    return shown(unit, found, acting.role, listed=True)


def _day_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a day in Paris."""
    begins = now.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)
    return begins, begins.replace(hour=23, minute=59, second=59)


def _require_supervisor(acting: Acting, action: Action) -> None:
    if acting.role is not Role.SUPERVISOR:
        raise NotPermitted(action=action, role=acting.role)
    require(acting, action)


def _opened(unit: Unit, wanted: sa.ColumnElement[bool], order: Iterable[Any], now: datetime) -> list[Held]:
    rows = unit.all(sa.select(table).where(wanted).order_by(*order).limit(_MOST))
    read_ahead(unit, [row.patient_id for row in rows if row.patient_id is not None])
    decoys_ahead(unit, [persona(row.seed) for row in rows if row.patient_id is None])
    return [opened_row(unit, row, now) for row in rows]
