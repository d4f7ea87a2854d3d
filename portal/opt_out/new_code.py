"""Without the letter: who it is for, typed exactly; a new code goes where the house already writes, only there."""

from datetime import date

from dossier.identity import TooManyTries, TypedIdentity
from dossier.lifecycle import Purpose, ask_new_code
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, TypedDate, Work, day_of, read_birth, read_number

from .answers import Kept, answers, born_on, keep, too_many_tries
from .entry import room
from .pages import BirthPage, CodeSentPage, NamesPage, NumberPage

_NAMES = "/opposition/sans-code"


@room.page(_NAMES, guard=Guard.PUBLIC)
def ask_names(ask: Ask) -> Answer:
    """Ask for the names of the person the record is about."""
    told = answers(ask, Kept.NEW_CODE)
    return Shown("opt_out/names.html", NamesPage(told.get("birth_name", ""), told.get("first_name", "")))


@room.page(_NAMES, "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_names(ask: Ask) -> Answer:
    """Note the names."""
    birth_name, first_name = ask.written("birth_name"), ask.written("first_name")
    if not (birth_name and first_name):
        page = NamesPage(birth_name, first_name, "first-name" if birth_name else "birth-name")
        return Shown("opt_out/names.html", page, 422)
    keep(ask, Kept.NEW_CODE, birth_name=birth_name, first_name=first_name)
    return SeeOther(f"{_NAMES}/naissance")


@room.page("/opposition/sans-code/naissance", guard=Guard.PUBLIC)
def ask_birth_without_code(ask: Ask) -> Answer:
    """Ask for the birth date."""
    told = answers(ask, Kept.NEW_CODE)
    if "first_name" not in told:
        return SeeOther(_NAMES)
    return Shown("opt_out/birth.html", BirthPage("new-code", TypedDate.of(born_on(told))))


@room.page("/opposition/sans-code/naissance", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_birth_without_code(ask: Ask) -> Answer:
    """Note the birth date."""
    typed = TypedDate.read(ask)
    read = read_birth(typed, day_of(ask.now))
    if isinstance(read, str):
        return Shown("opt_out/birth.html", BirthPage("new-code", typed, error=read), 422)
    keep(ask, Kept.NEW_CODE, born_on=read.isoformat())
    return SeeOther(f"{_NAMES}/numero")


@room.page("/opposition/sans-code/numero", guard=Guard.PUBLIC)
def ask_number_without_code(ask: Ask) -> Answer:
    """Ask for the social security number."""
    if not _is_complete(answers(ask, Kept.NEW_CODE)):
        return SeeOther(_NAMES)
    return Shown("opt_out/number.html", NumberPage("new-code"))


@room.page("/opposition/sans-code/numero", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_number_without_code(ask: Ask) -> Answer:
    """Ask for a new code. Known or not, the next page is the same; the number isn't kept."""
    told = answers(ask, Kept.NEW_CODE)
    if not _is_complete(told):
        return SeeOther(_NAMES)
    typed = ask.written("number")
    number, mistake = read_number(typed)
    if mistake:
        return Shown("opt_out/number.html", NumberPage("new-code", typed, mistake), 422)
    day = date.fromisoformat(told["born_on"])
    identity = TypedIdentity(told["birth_name"], told["first_name"], day, number)
    try:
        ask_new_code(
            ask.unit, identity, Purpose.OPT_OUT, ask.network, ask.settings.ins_domains, ask.now, sms=ask.settings.demo
        )
    except TooManyTries as refused:
        return too_many_tries(refused)
    return SeeOther(f"{_NAMES}/envoye")


@room.page("/opposition/sans-code/envoye", guard=Guard.PUBLIC)
def code_sent(ask: Ask) -> Answer:
    """Say, always in the same words, where a code may be on its way."""
    return Shown("opt_out/code_sent.html", CodeSentPage())


def _is_complete(told: dict[str, str]) -> bool:
    return told.keys() >= {"birth_name", "first_name", "born_on"}
