"""An identity paper seen at a desk: the screen that goes with it, the first person, the second one. Pure."""

from dataclasses import replace
from datetime import datetime

from .limits import LIMITS, Limits
from .rules import ANSWERING, counted, settle, why_not
from .shapes import (
    Case,
    CaseRefused,
    CaseState,
    ChannelRefused,
    Given,
    Proof,
    ScreenCode,
    SecondPersonMissing,
    Seen,
)

_OVER = frozenset({CaseState.EXPIRED, CaseState.DONE})
_PAPER = str(Proof.DESK)


def code_shown(case: Case, digest: str, visit: str, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case once a visit shows a code: an older one, on whatever screen, is dead. Raises `CaseRefused`."""
    case = settle(case, now, limits)
    if case.state in _OVER:
        raise CaseRefused(state=case.state)
    return replace(case, screen=ScreenCode(digest, visit, now + limits.screen_code))


def visit_showing(case: Case, digest: str, now: datetime) -> str:
    """Return the visit whose screen shows this code now, empty when none does."""
    screen = case.screen
    if screen is None or screen.digest != digest or now >= screen.expires_at:
        return ""
    return screen.visit


def waits_for_second(case: Case) -> bool:
    """Tell whether a paper seen in this state is worth nothing before a second person agreed."""
    return case.state is CaseState.DESK_REQUIRED or (case.state is CaseState.FROZEN and not case.next_case)


def seen(
    case: Case,
    by: str,
    opener: str,
    visit: str,
    now: datetime,
    *,
    settled: bool,
    provable: bool = True,
    limits: Limits = LIMITS,
) -> Case:
    """Return the case once `by` saw the paper of whoever stands before the screen of `visit`; its code is used up.

    `settled`: no contact of hers changed in seven days. `provable`: her ways could prove who she is; a case of the
    pages in which they can't, and which never says so, becomes one for the desk now.
    Raises `CaseRefused`, `ChannelRefused`, `SecondPersonMissing` (opener).
    """
    case = replace(settle(case, now, limits), screen=None)
    _check_hand(case, by, opener)
    if case.state in ANSWERING and not case.proofs and not provable:
        case = replace(case, state=CaseState.DESK_REQUIRED, code=None)
    if waits_for_second(case):
        return replace(case, seen=Seen(by, visit, now, now + limits.second_person))
    if case.state not in ANSWERING:
        raise CaseRefused(state=case.state)
    if why := why_not(case, Proof.DESK, _PAPER):
        raise ChannelRefused(why=why)
    case = replace(case, checked_by=(*case.checked_by, by), desk_is_live=settled)
    return counted(case, Given(Proof.DESK, _PAPER, now), visit, now, limits)


def refused(case: Case, shown_at: datetime, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case once the second person said no: nobody saw anything. Raises as `granted`, but for who asks."""
    case = settle(case, now, limits)
    _seen_lately(case, shown_at, now)
    return replace(case, seen=None)


def granted(case: Case, by: str, opener: str, shown_at: datetime, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return a case without any channel, granted by a second person to the visit that stood at the desk.

    `shown_at` is when the paper was seen that the second person read of: she answers for no later one.
    Raises `CaseRefused`, `SecondPersonMissing` (late, another, same, opener).
    """
    case = settle(case, now, limits)
    if case.state is not CaseState.DESK_REQUIRED:
        raise CaseRefused(state=case.state)
    paper = _second_person(case, by, opener, shown_at, now)
    return replace(
        case,
        state=CaseState.GRANTED,
        proofs=(Given(Proof.DESK, _PAPER, now),),
        granted_until=now + limits.grant,
        claim=paper.visit,
        checked_by=(*case.checked_by, paper.by, by),
    )


def reopened(
    case: Case,
    by: str,
    opener: str,
    shown_at: datetime,
    now: datetime,
    *,
    settled: bool = False,
    limits: Limits = LIMITS,
) -> tuple[Case, Case]:
    """Return a frozen case, set aside, and the new one in its place, with the paper as its first proof.

    `settled` as in `seen`. Raises as `granted`.
    """
    case = settle(case, now, limits)
    if case.state is not CaseState.FROZEN or case.next_case:
        raise CaseRefused(state=case.state)
    paper = _second_person(case, by, opener, shown_at, now)
    again = Case(
        case.lost,
        CaseState.PROVED_ONCE,
        now,
        now + limits.case_life,
        (Given(Proof.DESK, _PAPER, now),),
        locks=case.locks,
        claim=paper.visit,
        checked_by=(*case.checked_by, paper.by, by),
        desk_is_live=settled,
    )
    return replace(case, reopened_at=now, next_visit=paper.visit), again


def _second_person(case: Case, by: str, opener: str, shown_at: datetime, now: datetime) -> Seen:
    paper = _seen_lately(case, shown_at, now)
    if not by or by == paper.by:
        raise SecondPersonMissing(why="same")
    _check_hand(case, by, opener)
    return paper


def _seen_lately(case: Case, shown_at: datetime, now: datetime) -> Seen:
    if case.seen is None or now >= case.seen.seen_until:
        raise SecondPersonMissing(why="late")
    if case.seen.seen_at != shown_at:  # another desk saw one since, perhaps before another screen
        raise SecondPersonMissing(why="another")
    return case.seen


def _check_hand(case: Case, by: str, opener: str) -> None:
    """Refuse whoever opened the case, and whoever vouched in it before: after a dispute it takes others."""
    if not by or by == opener or by in case.checked_by:
        raise SecondPersonMissing(why="opener")
