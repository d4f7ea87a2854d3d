"""Call-backs and appointments, as the rules see them. Pure."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from .limits import LIMITS, Limits
from .rules import UNDER_WAY
from .shapes import CallbackRefused, Case, CaseRefused, CaseState

_FOR_A_DESK = frozenset({CaseState.DESK_REQUIRED, CaseState.FROZEN})


def planned(case: Case, at: datetime, slots: Container[datetime]) -> Case:
    """Return the case once a call is planned. Raises `CallbackRefused` (state, slot)."""
    if case.state not in UNDER_WAY:
        raise CallbackRefused(why="state")
    if at not in slots:
        raise CallbackRefused(why="slot")
    return replace(case, callback_at=at, rings=0, rung_at=None)


def rung(case: Case, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case once she was rung. Raises `CallbackRefused` (state, early, late, rung, pause)."""
    if case.state not in UNDER_WAY:
        raise CallbackRefused(why="state")
    if case.callback_at is None or now > case.callback_at + limits.callback_around:
        raise CallbackRefused(why="late")
    if now < case.callback_at - limits.callback_around:
        raise CallbackRefused(why="early")
    if case.rings >= limits.callback_rings:
        raise CallbackRefused(why="rung")
    if case.rung_at is not None and now - case.rung_at < limits.code_pause:
        raise CallbackRefused(why="pause")
    return replace(case, rings=case.rings + 1, rung_at=now)


def invited(case: Case, now: datetime, *, posted: bool, limits: Limits = LIMITS) -> Case:
    """Return the case once she was asked to come to a desk, and until when: a letter's travel comes on top.

    A case for the desk lives at least as long as its appointment, and never longer than any case. Raises `CaseRefused`.
    """
    if case.state not in _FOR_A_DESK or case.next_case:
        raise CaseRefused(state=case.state)
    until = now + limits.appointment
    if posted:
        until += limits.letter_travel
    if case.state is CaseState.DESK_REQUIRED:
        until = min(until, case.opened_at + limits.case_life)
        case = replace(case, expires_at=max(case.expires_at, until))
    return replace(case, appointment_until=until, appointment_posted=posted)


def invites_alike(before: Case, after: Case, limits: Limits = LIMITS) -> bool:
    """Tell whether a second sheet would be good for less than a day more than the one that she has."""
    known, until = before.appointment_until, after.appointment_until
    return before.appointment_posted and bool(known and until and until - known < limits.letter_pause)
