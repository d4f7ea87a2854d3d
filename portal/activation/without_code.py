"""No code at hand: who one is, exactly; a new code goes to what is on file; nobody is told whether it did."""

from datetime import date

from dossier.identity import TooManyTries, TypedIdentity, draft, drop_draft, keep_draft
from dossier.lifecycle import Purpose, ask_new_code
from portal.ui import Answer, Ask, Guard, NamesPage, SeeOther, Shown, TypedDate, Work, day_of, read_birth, read_number

from .pages import BirthPage, CodeAskedPage, NumberPage
from .proofs import too_many_tries
from .steps import ActivationStepSkipped, Answers
from .views import room

_PURPOSE = "activation-ask"
_NAMES = ("birth_name", "first_name")


@room.page("/activation/sans-code", guard=Guard.PUBLIC)
def ask_names(ask: Ask) -> Answer:
    """Ask for the birth name and the first name."""
    told = _told(ask)
    page = NamesPage(told.get("birth_name", ""), told.get("first_name", ""))
    return Shown("activation/names.html", page)


@room.page("/activation/sans-code", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_names(ask: Ask) -> Answer:
    """Keep the names."""
    birth_name, first_name = ask.written("birth_name"), ask.written("first_name")
    if not (birth_name and first_name):
        page = NamesPage(birth_name, first_name, "first_name" if birth_name else "birth_name")
        return Shown("activation/names.html", page, 422)
    _keep(ask, {**_told(ask), "birth_name": birth_name, "first_name": first_name})
    return SeeOther("/activation/sans-code/naissance")


@room.page("/activation/sans-code/naissance", guard=Guard.PUBLIC)
def ask_birth_without_code(ask: Ask) -> Answer:
    """Ask for the birth date."""
    kept = _told(ask, *_NAMES).get("birth_on")
    typed = TypedDate.of(date.fromisoformat(kept) if kept else None)
    return Shown("activation/birth.html", BirthPage(typed, without_code=True))


@room.page("/activation/sans-code/naissance", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_birth_without_code(ask: Ask) -> Answer:
    """Keep the birth date."""
    told = _told(ask, *_NAMES)
    typed = TypedDate.read(ask)
    born = read_birth(typed, day_of(ask.now))
    if isinstance(born, str):
        return Shown("activation/birth.html", BirthPage(typed, without_code=True, error=born), 422)
    _keep(ask, {**told, "birth_on": born.isoformat()})
    return SeeOther("/activation/sans-code/numero")


@room.page("/activation/sans-code/numero", guard=Guard.PUBLIC)
def ask_number_without_code(ask: Ask) -> Answer:
    """Ask for the health insurance number."""
    _told(ask, *_NAMES, "birth_on")
    return Shown("activation/number.html", NumberPage(without_code=True))


@room.page("/activation/sans-code/numero", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_number_without_code(ask: Ask) -> Answer:
    """Ask for a code for exactly this person, and forget what was typed; the answer is the same for everybody."""
    told = _told(ask, *_NAMES, "birth_on")
    number, mistake = read_number(ask.written("number"))
    if mistake:
        page = NumberPage(ask.written("number"), without_code=True, error=mistake)
        return Shown("activation/number.html", page, 422)
    birth_on = date.fromisoformat(told["birth_on"])
    typed = TypedIdentity(told["birth_name"], told["first_name"], birth_on, number)
    try:
        ask_new_code(
            ask.unit, typed, Purpose.ACTIVATION, ask.network, ask.settings.ins_domains, ask.now, sms=ask.settings.demo
        )
    except TooManyTries as refused:
        return too_many_tries(refused, "/activation/sans-code/numero")
    drop_draft(ask.unit, ask.visit, _PURPOSE)
    return SeeOther("/activation/sans-code/demande")


@room.page("/activation/sans-code/demande", guard=Guard.PUBLIC)
def code_asked(ask: Ask) -> Answer:
    """Say what happens now, known or not."""
    return Shown("activation/code_asked.html", CodeAskedPage())


def _told(ask: Ask, *needed: str) -> Answers:
    told = draft(ask.unit, ask.visit, _PURPOSE, ask.now)
    if any(not told.get(name) for name in needed):
        raise ActivationStepSkipped
    return told


def _keep(ask: Ask, told: Answers) -> None:
    keep_draft(ask.unit, ask.visit, _PURPOSE, told, ask.now)
