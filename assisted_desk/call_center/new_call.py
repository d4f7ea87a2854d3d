"""A new call: who the caller says she is, exactly, and what she lost. Known or not, the next page is the same."""

from dataclasses import replace

from assisted_desk.ui import (
    DeskAsk,
    DeskGuard,
    PersonMistakes,
    TypedPerson,
    fresh_by_form,
    fresh_code_first,
    read_person,
)
from dossier.identity import TooManyTries, TypedIdentity
from dossier.recovery import (
    AgentBarred,
    CaseRefused,
    CaseUnknown,
    Lost,
    Standing,
    TooManyCases,
    open_for_caller,
    resume_for_caller,
)
from portal.ui import Answer, SeeOther, Shown, Work, day_of, read_code, wait_of

from .open_line import while_open
from .pages import NewCallPage, Refusal
from .views import path_of, room

_PATH = "/appels/nouveau"


@room.page(_PATH, guard=DeskGuard.CALL_AGENT, menu="calls")
@while_open
def ask_caller(ask: DeskAsk) -> Answer:
    """Ask who calls and what is lost; a fresh code comes first."""
    return fresh_code_first(ask, _PATH) or _page(NewCallPage(), 200)


@room.page(_PATH, "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
@while_open
def take_caller(ask: DeskAsk) -> Answer:
    """Open a case for exactly this person, or one that looks the same; or go on with the one that has this number."""
    lost = next((one for one in Lost if one == ask.typed("lost")), None)
    page = NewCallPage(TypedPerson.read(ask), str(lost or ""), ask.written("call"), ask.written("number"))
    person = read_person(page.typed, day_of(ask.now))
    known = read_code(page.number) if page.number else None
    if known and known.mistake:
        page = replace(page, error="case-mistyped")
    elif known is None and lost is None:
        page = replace(page, error="lost")
    if isinstance(person, PersonMistakes):
        return _page(replace(page, wrong=person))
    if page.error:
        return _page(page)
    if asked := fresh_by_form(ask):
        return _page(replace(page, code=asked))
    return _resume(ask, page, person, known.code) if known else _open(ask, page, person)


def _open(ask: DeskAsk, page: NewCallPage, person: TypedIdentity) -> Answer:
    domains, lost = ask.settings.ins_domains, Lost(page.lost)
    refusal: Refusal
    try:
        return _go_on(
            open_for_caller(ask.unit, person, domains, lost, ask.now, ask.acting_for, call_reference=page.call)
        )
    except TooManyCases as refused:
        refusal = "agent" if refused.facts["whose"] == "agent" else "patient"
    except CaseRefused:
        refusal = "frozen"
    except AgentBarred:
        refusal = "barred"
    return _page(replace(page, refusal=refusal))


def _resume(ask: DeskAsk, page: NewCallPage, person: TypedIdentity, number: str) -> Answer:
    try:
        return _go_on(resume_for_caller(ask.unit, person, ask.settings.ins_domains, number, ask.now, ask.acting_for))
    except CaseUnknown:
        return _page(replace(page, error="case-unknown"))
    except AgentBarred:
        return _page(replace(page, refusal="barred"))
    except TooManyTries as refused:
        wait = wait_of(refused)
        return _page(replace(page, refusal="wait", wait_minutes=-(-wait // 60)), 429, wait)


def _go_on(opened: Standing) -> Answer:
    return SeeOther(path_of(opened.number))


def _page(page: NewCallPage, status: int = 422, wait: int = 0) -> Answer:
    return Shown("call_center/new_call.html", page, status, wait)
