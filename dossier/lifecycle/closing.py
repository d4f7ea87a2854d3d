"""Closing a record, asking for its erasure, opening it again: three acts, each undone by the third (CSP R1111-36)."""

from datetime import datetime

from dossier.identity import has_credentials
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .actions import step
from .acts import ActKind, Receipt, Way
from .doing import done, held_case
from .opting_out import change_mind
from .receipts import latest_of
from .rules import ERASURE_AFTER, State, StateRefused, archived_until
from .tables import space


def close(unit: Unit, acting: Acting, way: Way, now: datetime) -> Receipt:
    """Close a record: nobody reads or feeds it; it is kept ten years and may be opened again.

    Done twice it gives the same receipt. Raises `NotPermitted`, `SpaceUnknown`, `StateRefused`.
    """
    ground = require(acting, Action.SPACE_CLOSE)
    case = held_case(unit, acting)
    if case.state is State.CLOSED:
        before = latest_of(unit, acting.patient_id, ActKind.CLOSURE, ActKind.CLOSURE_REQUEST)
        if before is not None:
            return before
    if case.state not in (State.OPENED, State.ACTIVATED):  # before the opening one says no, one doesn't close
        raise StateRefused(before=case.state, asked=State.CLOSED)
    step(unit, acting, case.state, State.CLOSED, now, due_at=archived_until(now))
    return done(unit, acting, ActKind.CLOSURE, way, case, ground, now)


def ask_erasure(unit: Unit, acting: Acting, way: Way, now: datetime) -> Receipt:
    """Ask that a record be erased, in three months at most; an open one is closed first, with its own receipt.

    Opening it again before that day cancels the erasure. Done twice it gives the same receipt.
    Raises `NotPermitted`, `SpaceUnknown`, `StateRefused`.
    """
    ground = require(acting, Action.SPACE_ERASE)
    case = held_case(unit, acting)
    if case.erasure_asked_at is not None:
        before = latest_of(unit, acting.patient_id, ActKind.ERASURE)
        if before is not None:
            return before
    if case.state is not State.CLOSED:
        close(unit, acting, way, now)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(erasure_asked_at=now, due_at=now + ERASURE_AFTER))
    return done(unit, acting, ActKind.ERASURE, way, case, ground, now)


def reopen(unit: Unit, acting: Acting, way: Way, now: datetime) -> Receipt:
    """Open a closed record again, with all that was in it; a pending erasure is cancelled. Takes back a no as well.

    Done twice it gives the same receipt. Raises `NotPermitted`, `SpaceUnknown`, `StateRefused`.
    """
    case = held_case(unit, acting)
    if case.state in (State.OPPOSED, State.ANNOUNCED):
        return change_mind(unit, acting, way, now)
    if case.state is not State.CLOSED:
        before = latest_of(unit, acting.patient_id, ActKind.REOPENING, ActKind.CHANGE_OF_MIND)
        if before is None:
            raise StateRefused(before=case.state, asked=State.OPENED)
        return before
    ground = require(acting, Action.SPACE_REOPEN)
    mine = space.c.patient_id == acting.patient_id
    unit.execute(space.update().where(mine).values(erasure_asked_at=None))
    step(unit, acting, case.state, State.OPENED, now)
    if has_credentials(unit, acting.patient_id):
        step(unit, acting, State.OPENED, State.ACTIVATED, now)
    return done(unit, acting, ActKind.REOPENING, way, case, ground, now)
