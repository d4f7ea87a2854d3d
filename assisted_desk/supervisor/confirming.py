"""The second person: what waits for one; an advisor saw an identity paper, and a supervisor answers for it, or not."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from assisted_desk.ui import DeskAsk, DeskGuard, Leaf, fresh_by_form, fresh_code_first
from dossier.base import in_groups
from dossier.identity import StaffName, colleagues_of, staff_named
from dossier.policy import Acting
from dossier.recovery import (
    NOBODY,
    AgentBarred,
    AskedChange,
    CaseRefused,
    CaseState,
    CaseUnknown,
    SecondPersonMissing,
    SeenCase,
    changes_asked,
    confirm_seen,
    frozen_cases,
    patient_of_case,
    refuse_seen,
    seen_cases,
)
from portal.ui import Answer, SeeOther, Shown, Work

from .pages import AskedLine, ConfirmPage, FrozenLine, SeenLine, Told, WaitingPage
from .views import room

_PATH = "/a-confirmer"
_LINES = 8
_ANSWERS = {"oui": confirm_seen, "non": refuse_seen}
_DONE: dict[str, Told] = {"oui": "oui", "non": "non"}


@room.page(_PATH, guard=DeskGuard.SUPERVISOR, menu="confirmations")
def show_waiting(ask: DeskAsk) -> Answer:
    """List all that waits for a second person: papers seen, changes of contact; and the cases that are frozen."""
    return _waiting_page(ask, _DONE.get(ask.asked("fait"), ""))


@room.page(f"{_PATH}/<number>", guard=DeskGuard.SUPERVISOR, menu="confirmations")
def show_case(ask: DeskAsk, number: str) -> Answer:
    """Show one of them, to be answered; a fresh code comes first."""
    seen = _seen(ask)
    line = _line_of(seen, number)
    if line is None:
        return _waiting_page(ask, "gone", seen)
    return fresh_code_first(ask, line.path) or Shown("supervisor/confirm.html", ConfirmPage(line))


@room.page(f"{_PATH}/<number>/oui", "POST", guard=DeskGuard.SUPERVISOR, work=Work.WRITES, menu="confirmations")
def confirm(ask: DeskAsk, number: str) -> Answer:
    """Answer for it: the case goes on."""
    return _answer(ask, number, "oui")


@room.page(f"{_PATH}/<number>/non", "POST", guard=DeskGuard.SUPERVISOR, work=Work.WRITES, menu="confirmations")
def refuse(ask: DeskAsk, number: str) -> Answer:
    """Take the seeing back: the case stays where it was."""
    return _answer(ask, number, "non")


def _answer(ask: DeskAsk, number: str, answer: Literal["oui", "non"]) -> Answer:
    line = _line_of(_seen(ask), number)
    if line is None or line.seen_at != _shown_at(ask):
        return _waiting_page(ask, "another" if line else "gone")
    if code := fresh_by_form(ask):
        return Shown("supervisor/confirm.html", ConfirmPage(line, answer, code), 422)
    acting = ask.acting_for(patient_of_case(ask.unit, number))
    try:
        _ANSWERS[answer](ask.unit, acting, number, ask.now, shown_at=line.seen_at)
    except SecondPersonMissing as refused:
        return _waiting_page(ask, refused.facts["why"])  # type: ignore[arg-type]
    except AgentBarred:
        return _waiting_page(ask, "barred")
    except (CaseRefused, CaseUnknown):
        return _waiting_page(ask, "gone")
    return SeeOther(f"{_PATH}?fait={answer}")


def _shown_at(ask: DeskAsk) -> datetime | None:
    """Return when the paper was seen that the form was about."""
    try:
        return datetime.fromisoformat(ask.typed("seen_at"))
    except ValueError:
        return None


def _waiting_page(ask: DeskAsk, told: Told, seen: tuple[SeenLine, ...] | None = None) -> Answer:
    seen = _seen(ask) if seen is None else seen
    met = {line.case for line in seen}
    frozen = (
        FrozenLine(in_groups(one.number), one.disputed_at or one.opened_at)
        for one in frozen_cases(ask.unit, _acting(ask), ask.now)
    )
    changes = changes_asked(ask.unit, _acting(ask), ask.now)
    to_agree = sum(one.waits_for(ask.staff.staff_id, ask.staff.team) for one in changes)
    still = tuple(line for line in frozen if line.case not in met)
    asked = _asked_here(ask, changes)
    leaf = Leaf.asked(ask, _PATH, _LINES, seen, still, asked)
    page = WaitingPage(leaf.of(seen), leaf.of(still), to_agree, leaf.of(asked), told, leaf)
    status = 200 if told in ("", *_DONE) else 410 if told == "gone" else 422
    return Shown("supervisor/waiting.html", page, status)


def _asked_here(ask: DeskAsk, changes: Collection[AskedChange]) -> tuple[AskedLine, ...]:
    if not changes:
        return ()
    hers = {one.staff_id: f"{one.first_name} {one.name}" for one in colleagues_of(ask.unit, ask.staff)}
    return tuple(AskedLine(hers[one.asked_by], one.asked_at, one.until) for one in changes if one.asked_by in hers)


def _line_of(seen: tuple[SeenLine, ...], number: str) -> SeenLine | None:
    return next((line for line in seen if line.path == f"{_PATH}/{number}"), None)


def _seen(ask: DeskAsk) -> tuple[SeenLine, ...]:
    found = seen_cases(ask.unit, _acting(ask), ask.now)
    names = staff_named(ask.unit, {one.seen_by for one in found})
    return tuple(_line(one, names.get(one.seen_by)) for one in found)


def _line(seen: SeenCase, name: StaffName | None) -> SeenLine:
    case = seen.standing
    return SeenLine(
        case=in_groups(case.number),
        path=f"{_PATH}/{case.number}",
        lost=case.lost,
        frozen=case.state is CaseState.FROZEN,
        who=f"{name.first_name} {name.name}" if name else "",
        team=name.team if name else "",
        seen_at=seen.seen_at,
        until=seen.seen_until,
    )


def _acting(ask: DeskAsk) -> Acting:
    return ask.acting_for(NOBODY)
