"""At a desk: a code on her own screen tells the staff which visit is hers; two of them agree, and it goes on."""

from datetime import datetime

from dossier.base import in_groups
from dossier.recovery import CaseState, Proof, Standing, next_of, show_desk_code, standing_online
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work

from .pages import DeskCodePage, DeskPage, DeskWaitPage
from .steps import answers_so_far, case_number, keep_answers
from .views import room

_DESK, _CODE, _WAIT = "/acces-perdu/guichet", "/acces-perdu/guichet/code", "/acces-perdu/guichet/attente"
_AGAIN_SECONDS = 15
_SETTLED = frozenset({CaseState.GRANTED, CaseState.COOLING, CaseState.DONE, CaseState.EXPIRED})
"""States in which a desk has nothing more to do."""


@room.page(_DESK, guard=Guard.PUBLIC)
def desk(ask: Ask) -> Answer:
    """Say where to go and what to bring; show the code to who stands there."""
    number = answers_so_far(ask, ask.unit).get("number", "")
    return Shown("recovery/desk.html", DeskPage(in_groups(number)))


@room.page(_DESK, "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def make_desk_code(ask: Ask) -> Answer:
    """Make the code, for any case; an older one is dead. It is kept for this visit, whose page loads itself anew."""
    told = answers_so_far(ask, ask.unit, "number")
    made = show_desk_code(ask.unit, told["number"], ask.visit, ask.now)
    keep_answers(ask, ask.unit, told, desk_code=made.code, desk_until=made.until.isoformat())
    return SeeOther(_CODE)


@room.page(_CODE, guard=Guard.PUBLIC, even=True)
def show_code(ask: Ask) -> Answer:
    """Show the code until somebody has seen the paper, or it is too old."""
    told = answers_so_far(ask, ask.unit, "number")
    case = standing_online(ask.unit, told["number"], ask.now)
    until = datetime.fromisoformat(told["desk_until"]) if "desk_until" in told else None
    if _has_moved(ask, case):
        return SeeOther("/acces-perdu/etat")
    if waits_for_second(case, ask.now):
        return SeeOther(_WAIT)
    if until is None or ask.now >= until:
        return SeeOther(_DESK)
    page = DeskCodePage(f"{told['desk_code'][:3]} {told['desk_code'][3:]}", in_groups(case.number), until)
    return Shown("recovery/desk_code.html", page, again_seconds=_AGAIN_SECONDS)


@room.page(_WAIT, guard=Guard.PUBLIC, even=True)
def wait_for_second(ask: Ask) -> Answer:
    """Wait for the second person; say so kindly when she didn't agree."""
    number = case_number(ask, ask.unit)
    case = standing_online(ask.unit, number, ask.now)
    if _has_moved(ask, case):
        return SeeOther("/acces-perdu/etat")
    page = DeskWaitPage(in_groups(number), refused=not waits_for_second(case, ask.now))
    return Shown("recovery/desk_wait.html", page, again_seconds=0 if page.refused else _AGAIN_SECONDS)


def waits_for_second(case: Standing, now: datetime) -> bool:
    """Tell whether an advisor saw a paper, and a second person hasn't agreed yet."""
    return case.seen_until is not None and now < case.seen_until and case.state not in _SETTLED


def _has_moved(ask: Ask, case: Standing) -> bool:
    """Tell whether a desk has done what leads on, or can't do anything more."""
    seen = Proof.DESK in case.proofs_given or case.state in _SETTLED
    return seen or bool(next_of(ask.unit, case.number, ask.visit, ask.now))
