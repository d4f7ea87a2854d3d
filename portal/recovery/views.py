"""An access is lost: what, then who one is, in three questions. The next page is the same, known or not."""

from datetime import date

from dossier.identity import TooManyTries, TypedIdentity
from dossier.recovery import Lost, open_online
from portal.ui import (
    Answer,
    Ask,
    Guard,
    NamesPage,
    Room,
    SeeOther,
    Shown,
    TypedDate,
    Work,
    day_of,
    read_birth,
    read_number,
    wait_of,
)

from .pages import BirthPage, NumberPage, StartPage, WaitPage
from .steps import answers_so_far, follow_case, keep_answers

room = Room("recovery")
_NAMES = ("lost", "birth_name", "first_name")


@room.page("/acces-perdu", guard=Guard.PUBLIC)
def start(ask: Ask) -> Answer:
    """Ask what is lost."""
    return Shown("recovery/start.html", StartPage(forgotten=ask.request.args.get("debut") == "1"))


@room.page("/acces-perdu", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_lost(ask: Ask) -> Answer:
    """Keep it; earlier answers are forgotten."""
    lost = next((one for one in Lost if one == ask.typed("lost")), None)
    if lost is None:
        return Shown("recovery/start.html", StartPage(error="missing"), 422)
    keep_answers(ask, ask.unit, {}, lost=str(lost))
    return SeeOther("/acces-perdu/nom")


@room.page("/acces-perdu/nom", guard=Guard.PUBLIC)
def ask_names(ask: Ask) -> Answer:
    """Ask for the birth name and the first name."""
    told = answers_so_far(ask, ask.unit, "lost")
    return Shown("recovery/names.html", NamesPage(told.get("birth_name", ""), told.get("first_name", "")))


@room.page("/acces-perdu/nom", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_names(ask: Ask) -> Answer:
    """Keep the names."""
    told = answers_so_far(ask, ask.unit, "lost")
    birth_name, first_name = ask.written("birth_name"), ask.written("first_name")
    if not (birth_name and first_name):
        page = NamesPage(birth_name, first_name, "first_name" if birth_name else "birth_name")
        return Shown("recovery/names.html", page, 422)
    keep_answers(ask, ask.unit, told, birth_name=birth_name, first_name=first_name)
    return SeeOther("/acces-perdu/naissance")


@room.page("/acces-perdu/naissance", guard=Guard.PUBLIC)
def ask_birth(ask: Ask) -> Answer:
    """Ask for the birth date."""
    kept = answers_so_far(ask, ask.unit, *_NAMES).get("birth_on")
    return Shown("recovery/birth.html", BirthPage(TypedDate.of(date.fromisoformat(kept) if kept else None)))


@room.page("/acces-perdu/naissance", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_birth(ask: Ask) -> Answer:
    """Keep the birth date."""
    told = answers_so_far(ask, ask.unit, *_NAMES)
    typed = TypedDate.read(ask)
    born = read_birth(typed, day_of(ask.now))
    if isinstance(born, str):
        return Shown("recovery/birth.html", BirthPage(typed, error=born), 422)
    keep_answers(ask, ask.unit, told, birth_on=born.isoformat())
    return SeeOther("/acces-perdu/numero")


@room.page("/acces-perdu/numero", guard=Guard.PUBLIC)
def ask_number(ask: Ask) -> Answer:
    """Ask for the social security number."""
    answers_so_far(ask, ask.unit, *_NAMES, "birth_on")
    return Shown("recovery/number.html", NumberPage())


@room.page("/acces-perdu/numero", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_number(ask: Ask) -> Answer:
    """Open a case for exactly this person, or one that looks the same; forget what was typed."""
    told = answers_so_far(ask, ask.unit, *_NAMES, "birth_on")
    number, mistake = read_number(ask.written("number"))
    if mistake:
        return Shown("recovery/number.html", NumberPage(ask.written("number"), mistake), 422)
    birth_on = date.fromisoformat(told["birth_on"])
    typed = TypedIdentity(told["birth_name"], told["first_name"], birth_on, number)
    try:
        opened = open_online(
            ask.unit, typed, ask.settings.ins_domains, Lost(told["lost"]), ask.network, ask.now
        )  # fmt: skip
    except TooManyTries as refused:
        return too_many_tries(refused, "/acces-perdu/numero")
    follow_case(ask, ask.unit, opened.number)
    return SeeOther("/acces-perdu/preuve")


def too_many_tries(refused: TooManyTries, retry_path: str) -> Answer:
    """Return the page that asks to wait."""
    wait = wait_of(refused)
    return Shown("recovery/wait.html", WaitPage(-(-wait // 60), retry_path), 429, wait)
