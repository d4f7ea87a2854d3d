"""An identity paper seen at a desk: the paper, the number of the case and the code of her screen go together."""

from dataclasses import replace

from assisted_desk.ui import (
    DeskAsk,
    DeskGuard,
    Leaf,
    PersonMistakes,
    TypedPerson,
    fresh_by_form,
    fresh_code_first,
    read_person,
)
from dossier.base import Refused, in_groups
from dossier.identity import TooManyTries, TypedIdentity, canonical_code
from dossier.recovery import (
    AgentBarred,
    CaseRefused,
    ChannelRefused,
    IdentityUnseen,
    SecondPersonMissing,
    Standing,
    see_identity,
    seen_by,
)
from portal.ui import Answer, Room, SeeOther, Shown, TypedCode, Work, day_of, error_page, read_code, wait_of

from .pages import NO_PERSON_MISTAKES, Mistakes, Refusal, SeenLine, SeenPage, SeePage, Typed
from .progress import progress_of

room = Room("advisor")
_PATH = "/guichet"
_SCREEN_DIGITS = 6
_LINES = 8
_REFUSALS: dict[type[Refused], Refusal] = {
    IdentityUnseen: "unseen",
    SecondPersonMissing: "opener",
    AgentBarred: "barred",
    ChannelRefused: "given",
    CaseRefused: "state",
}


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="desk")
def ask_paper(ask: DeskAsk) -> Answer:
    """Ask what stands on the paper, with the number of the case and the code of her screen."""
    return fresh_code_first(ask, _PATH) or _page(ask, SeePage())


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="desk", even=True)
def take_paper(ask: DeskAsk) -> Answer:
    """Note that the paper was seen, when everything goes together; one refusal for whatever doesn't."""
    typed = Typed(ask.written("number"), TypedPerson.read(ask), ask.written("screen_code"))
    number, person = read_code(typed.number), read_person(typed.person, day_of(ask.now))
    page = SeePage(typed, _mistakes(number, person, typed.screen_code))
    if page.wrong.any or isinstance(person, PersonMistakes):
        return _page(ask, page, 422)
    if code := fresh_by_form(ask):
        return _page(ask, replace(page, code=code), 422)
    return _note(ask, page, person, number.code)


@room.page(f"{_PATH}/<number>", guard=DeskGuard.ADVISOR, menu="desk")
def show_seen(ask: DeskAsk, number: str) -> Answer:
    """Say what became of a paper that she saw herself in the last day."""
    case = next((one for one in _hers(ask) if one.number == number), None)
    if case is None:
        return error_page(404)
    following = in_groups(case.next_number) if case.next_number else ""
    page = SeenPage(
        in_groups(number), f"{_PATH}/{number}", progress_of(case), case.seen_at, case.seen_until, following
    )  # fmt: skip
    return Shown("advisor/seen.html", page)


def _note(ask: DeskAsk, page: SeePage, person: TypedIdentity, number: str) -> Answer:
    code, domains = canonical_code(page.typed.screen_code), ask.settings.ins_domains
    try:
        see_identity(ask.unit, number, person, domains, code, ask.now, ask.acting_for)
    except TooManyTries as refused:
        wait = wait_of(refused)
        return _page(ask, replace(page, refusal="wait", wait_minutes=-(-wait // 60)), 429, wait)
    except tuple(_REFUSALS) as refused:  # inside the unit: what doesn't go together counts
        return _page(ask, replace(page, refusal=_REFUSALS[type(refused)]), 422)
    return SeeOther(f"{_PATH}/{number}")


def _mistakes(number: TypedCode, person: TypedIdentity | PersonMistakes, screen_code: str) -> Mistakes:
    wrong = person if isinstance(person, PersonMistakes) else NO_PERSON_MISTAKES
    if not screen_code:
        return Mistakes(number.mistake, number.off_by, wrong, "missing")
    complete = len(canonical_code(screen_code)) == _SCREEN_DIGITS
    return Mistakes(number.mistake, number.off_by, wrong, None if complete else "incomplete")


def _page(ask: DeskAsk, page: SeePage, status: int = 200, wait_seconds: int = 0) -> Answer:
    hers = _hers(ask)
    leaf = Leaf.asked(ask, _PATH, _LINES, hers)
    seen = tuple(SeenLine(in_groups(one.number), f"{_PATH}/{one.number}", progress_of(one)) for one in leaf.of(hers))
    return Shown("advisor/see.html", replace(page, seen=seen, leaf=leaf), status, wait_seconds)


def _hers(ask: DeskAsk) -> list[Standing]:
    return seen_by(ask.unit, ask.staff.staff_id, ask.now)
