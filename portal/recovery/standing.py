"""Where a case stands: the page after each answer, and the one for who comes back with its number."""

from datetime import datetime

from dossier.base import in_groups
from dossier.identity import TooManyTries
from dossier.recovery import CaseState, Standing, is_claimed_by, resume_online, standing_online
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, TypedDate, Work, day_of, read_birth, read_code

from .pages import DeskPage, FollowPage, StandingPage, State
from .proving import ways_of
from .steps import answers_so_far, case_number, follow_case, needs_identifier
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


@room.page("/acces-perdu/etat", guard=Guard.PUBLIC)
def where_it_stands(ask: Ask) -> Answer:
    """Lead to the next question, or say why there is none now."""
    number = case_number(ask, ask.unit)
    case = standing_online(ask.unit, number, ask.now)
    if case.state in _STATES:
        page = StandingPage(_STATES[case.state], in_groups(number), _until(case))
        return Shown("recovery/standing.html", page)
    if case.state is CaseState.GRANTED and is_claimed_by(ask.unit, number, ask.visit, ask.now):
        return SeeOther("/acces-perdu/identifiant" if needs_identifier(case.lost) else "/acces-perdu/mot-de-passe")
    # A code handed over at a desk needs no way on file.
    helpless = not ways_of(ask, case) and case.state is not CaseState.GRANTED
    return SeeOther("/acces-perdu/guichet" if helpless else "/acces-perdu/preuve")


@room.page("/acces-perdu/suivi", guard=Guard.PUBLIC)
def ask_case(ask: Ask) -> Answer:
    """Ask for the number of a case and the birth date."""
    return Shown("recovery/follow.html", FollowPage())


@room.page("/acces-perdu/suivi", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
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


@room.page("/acces-perdu/guichet", guard=Guard.PUBLIC)
def desk(ask: Ask) -> Answer:
    """Say where to go and what to bring, when no way is left to prove who one is."""
    number = answers_so_far(ask, ask.unit).get("number", "")
    return Shown("recovery/desk.html", DeskPage(in_groups(number)))


def _until(case: Standing) -> datetime | None:
    return case.locked_until if case.state is CaseState.LOCKED else case.cooling_until


def _again(page: FollowPage) -> Shown:
    return Shown("recovery/follow.html", page, 422)
