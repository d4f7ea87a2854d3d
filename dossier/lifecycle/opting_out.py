"""Saying no, in time or late; stopping an opening that isn't one's own; changing one's mind (CSP R1111-28)."""

from datetime import date, datetime, time

from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .actions import step
from .acts import ActKind, Receipt, Way
from .cases import Case, window_open
from .doing import done, held_case
from .receipts import latest_of
from .rules import GRACE, OPPOSED_KEPT, State, StateRefused, archived_until
from .tables import space
from .zones import local_time

_LATE = (ActKind.CLOSURE_REQUEST, ActKind.CLOSURE)


def opt_out(unit: Unit, acting: Acting, way: Way, now: datetime, *, stated_on: date | None = None) -> Receipt:
    """Say no to a record. In time, none is opened; late, the same act closes it, and its receipt says so.

    `stated_on` is the postmark's day of a paper form, which then decides (CRPA L112-1). Done twice it gives the same
    receipt. An activated record is closed by its holder instead. Raises `NotPermitted`, `SpaceUnknown`,
    `StateRefused`.
    """
    ground = require(acting, Action.OPT_OUT)
    case = held_case(unit, acting)
    before = _done_before(unit, case)
    if before is not None:
        return before
    counts_at = now if stated_on is None else min(now, _start_of(stated_on, case))
    if _is_in_time(case, counts_at):
        step(unit, acting, case.state, State.OPPOSED, now, due_at=now + OPPOSED_KEPT)
        return done(unit, acting, ActKind.OPT_OUT, way, case, ground, now, counts_at=counts_at)
    if case.state is State.ACTIVATED:
        raise StateRefused(before=case.state, asked=State.OPPOSED)
    step(unit, acting, case.state, State.CLOSED, now, due_at=archived_until(now))
    return done(unit, acting, ActKind.CLOSURE_REQUEST, way, case, ground, now, counts_at=counts_at)


def not_for_me(unit: Unit, acting: Acting, way: Way, now: datetime) -> Receipt:
    """Say that a letter reached somebody who isn't its addressee: nothing opens by itself any more (DOMAIN B7).

    The person it is about, or who represents her, may still say no, or have the record opened. Done twice it gives
    the same receipt. Raises `NotPermitted`, `SpaceUnknown`, `StateRefused` once the space isn't announced any more.
    """
    ground = require(acting, Action.OPENING_STOP)
    case = held_case(unit, acting)
    before = latest_of(unit, acting.patient_id, ActKind.NOT_FOR_ME)
    if before is not None and case.blocked_at is not None:
        return before
    if case.state is not State.ANNOUNCED:
        raise StateRefused(before=case.state, asked=State.ANNOUNCED)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(blocked_at=now, due_at=None))
    return done(unit, acting, ActKind.NOT_FOR_ME, way, case, ground, now)


def change_mind(unit: Unit, acting: Acting, way: Way, now: datetime) -> Receipt:
    """Take a no back: while the window lasts the space waits for its end again, later it opens at once.

    What stopped the opening, a letter that reached the wrong person, still does.
    Done twice it gives the same receipt. Raises `NotPermitted`, `SpaceUnknown`, `StateRefused`.
    """
    ground = require(acting, Action.MIND_CHANGE)
    case = held_case(unit, acting)
    if case.state is not State.OPPOSED:
        before = latest_of(unit, acting.patient_id, ActKind.CHANGE_OF_MIND)
        if before is None or case.state not in (State.ANNOUNCED, State.OPENED):
            raise StateRefused(before=case.state, asked=State.OPENED)
        return before
    if case.accepted_until is not None and now < case.accepted_until:
        due_at = case.accepted_until + GRACE if case.blocked_at is None else None
        step(unit, acting, case.state, State.ANNOUNCED, now, due_at=due_at)
    else:
        step(unit, acting, case.state, State.OPENED, now)
    return done(unit, acting, ActKind.CHANGE_OF_MIND, way, case, ground, now)


def _done_before(unit: Unit, case: Case) -> Receipt | None:
    if case.state is State.OPPOSED:
        return latest_of(unit, case.patient_id, ActKind.OPT_OUT)
    return latest_of(unit, case.patient_id, *_LATE) if case.state is State.CLOSED else None


def _is_in_time(case: Case, counts_at: datetime) -> bool:
    """Tell whether the window is open, and the space not yet, unless it opened while paper was on its way."""
    if case.state is State.OPENED:
        return case.accepted_until is not None and counts_at < case.accepted_until
    return case.state is State.ANNOUNCED and window_open(case, counts_at)


def _start_of(day: date, case: Case) -> datetime:
    return datetime.combine(day, time.min, local_time(case.zone))
