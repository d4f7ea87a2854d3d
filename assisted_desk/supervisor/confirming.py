"""The second person: an advisor saw an identity paper, and a supervisor answers for it, or doesn't."""

from datetime import datetime
from typing import Literal

from assisted_desk.ui import DeskAsk, DeskGuard, fresh_by_form, fresh_code_first
from dossier.base import in_groups
from dossier.identity import StaffName, staff_named
from dossier.policy import Acting
from dossier.recovery import (
    NOBODY,
    AgentBarred,
    CaseRefused,
    CaseState,
    CaseUnknown,
    SecondPersonMissing,
    SeenCase,
    confirm_seen,
    frozen_cases,
    patient_of_case,
    refuse_seen,
    seen_cases,
)
from portal.ui import Answer, SeeOther, Shown, Work

from .pages import ConfirmPage, FrozenLine, SeenLine, Told, WaitingPage
from .views import room

_PATH = "/a-confirmer"
_ANSWERS = {"oui": confirm_seen, "non": refuse_seen}
_DONE: dict[str, Told] = {"oui": "oui", "non": "non"}


@room.page(_PATH, guard=DeskGuard.SUPERVISOR, menu="confirmations")
def show_waiting(ask: DeskAsk) -> Answer:
    """List the cases that wait for a second person, and those that are frozen."""
    return _waiting_page(ask, _DONE.get(ask.asked("fait"), ""))


@room.page(f"{_PATH}/<number>", guard=DeskGuard.SUPERVISOR, menu="confirmations")
def show_case(ask: DeskAsk, number: str) -> Answer:
    """Show one of them, to be answered; a fresh code comes first."""
    line = _seen_line(ask, number)
    if line is None:
        return _waiting_page(ask, "gone")
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
    line = _seen_line(ask, number)
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


def _waiting_page(ask: DeskAsk, told: Told) -> Answer:
    seen = _seen(ask)
    met = {line.case for line in seen}
    frozen = (
        FrozenLine(in_groups(one.number), one.disputed_at or one.opened_at)
        for one in frozen_cases(ask.unit, _acting(ask), ask.now)
    )
    page = WaitingPage(seen, tuple(line for line in frozen if line.case not in met), told)
    status = 200 if told in ("", *_DONE) else 410 if told == "gone" else 422
    return Shown("supervisor/waiting.html", page, status)


def _seen_line(ask: DeskAsk, number: str) -> SeenLine | None:
    return next((line for line in _seen(ask) if line.path == f"{_PATH}/{number}"), None)


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
