"""Where a case stands: the page after each answer, and the one for who comes back with its number."""

from datetime import datetime

from dossier.base import in_groups
from dossier.identity import TooManyTries
from dossier.recovery import CaseState, Standing, is_claimed_by, next_of, resume_online, standing_online
from portal.ui import Answer, Ask, FollowPage, Guard, SeeOther, Shown, TypedDate, Work, day_of, read_birth, read_code

from .at_the_desk import waits_for_second
from .pages import StandingPage, State
from .steps import case_number, follow_case, needs_identifier
from .views import room, too_many_tries

_STATES: dict[CaseState, State] = {
    CaseState.LOCKED: "locked",
    CaseState.COOLING: "cooling",
    CaseState.FROZEN: "frozen",
    CaseState.EXPIRED: "expired",
    CaseState.DONE: "done",
    CaseState.DESK_REQUIRED: "desk_required",
}
"""States in which there is nothing to answer."""


@room.page("/acces-perdu/etat", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def where_it_stands(ask: Ask) -> Answer:
    """Lead to the next question, or say why there is none now. Writes: a frozen case may go on in another."""
    number = case_number(ask, ask.unit)
    case = standing_online(ask.unit, number, ask.now)
    if next_number := next_of(ask.unit, number, ask.visit, ask.now):
        follow_case(ask, ask.unit, next_number)
        return SeeOther("/acces-perdu/etat")
    if waits_for_second(case, ask.now):
        return SeeOther("/acces-perdu/guichet/attente")
    if case.state in _STATES:
        page = StandingPage(_STATES[case.state], in_groups(number), _until(case))
        return Shown("recovery/standing.html", page)
    if case.state is CaseState.GRANTED and is_claimed_by(ask.unit, number, ask.visit, ask.now):
        return SeeOther("/acces-perdu/identifiant" if needs_identifier(case.lost) else "/acces-perdu/mot-de-passe")
    return SeeOther("/acces-perdu/preuve")


@room.page("/acces-perdu/suivi", guard=Guard.PUBLIC)
def ask_case(ask: Ask) -> Answer:
    """Ask for the number of a case and the birth date."""
    return Shown("recovery/follow.html", FollowPage())


@room.page("/acces-perdu/suivi", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_case(ask: Ask) -> Answer:
    """Follow this case from now on. Writes, because wrong tries are counted."""
    typed, born = ask.written("number"), TypedDate.read(ask)
    read, day = read_code(typed), read_birth(born, day_of(ask.now))
    if read.mistake:
        return _again(FollowPage(typed, born, read.mistake, of_number=True, off_by=read.off_by))
    if isinstance(day, str):
        return _again(FollowPage(typed, born, day))
    try:
        case = resume_online(ask.unit, read.code, day, ask.network, ask.now)
    except TooManyTries as refused:
        return too_many_tries(refused, "/acces-perdu/suivi")
    if case is None:
        return _again(FollowPage(typed, born, "mismatch"))
    follow_case(ask, ask.unit, read.code)
    return SeeOther("/acces-perdu/etat")


def _until(case: Standing) -> datetime | None:
    return case.locked_until if case.state is CaseState.LOCKED else case.cooling_until


def _again(page: FollowPage) -> Shown:
    return Shown("recovery/follow.html", page, 422)
