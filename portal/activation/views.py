"""Activating, first half: what it gives, then the three proofs, one question a page."""

import unicodedata
from datetime import date

from dossier.base import in_groups
from portal.ui import (
    Answer,
    Ask,
    Guard,
    Room,
    SeeOther,
    Shown,
    TypedDate,
    Work,
    day_of,
    read_birth,
    read_code,
    read_number,
)

from .pages import BirthPage, CardLostPage, CardPage, CodePage, NumberPage, StartPage
from .proofs import PROOFS, go_on_when_proved
from .steps import answers_so_far, keep_answers

room = Room("activation")
_TAIL = 4


@room.page("/activation", guard=Guard.PUBLIC)
def start(ask: Ask) -> Answer:
    """Say what activating gives, and what it takes."""
    return Shown("activation/start.html", StartPage(forgotten=ask.request.args.get("debut") == "1"))


@room.page("/activation/carte-perdue", guard=Guard.PUBLIC)
def card_lost(ask: Ask) -> Answer:
    """Say where to go and whom to call without a readable card."""
    return Shown("activation/card_lost.html", CardLostPage())


@room.page("/activation/code", guard=Guard.PUBLIC)
def ask_code(ask: Ask) -> Answer:
    """Ask for the letter's code."""
    code = answers_so_far(ask, ask.unit).get("code", "")
    return Shown("activation/code.html", CodePage(in_groups(code)))


@room.page("/activation/code", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_code(ask: Ask) -> Answer:
    """Keep the code; whose it is isn't looked up yet. Another code than before starts anew."""
    read = read_code(ask.written("code"))
    if read.mistake:
        return Shown("activation/code.html", CodePage(ask.written("code"), read.mistake, read.off_by), 422)
    told = answers_so_far(ask, ask.unit)
    keep_answers(ask, ask.unit, told if told.get("code") == read.code else {}, code=read.code, proved="")
    return SeeOther("/activation/carte")


@room.page("/activation/carte", guard=Guard.PUBLIC)
def ask_card(ask: Ask) -> Answer:
    """Ask for the end of the card's number."""
    return Shown("activation/card.html", CardPage(answers_so_far(ask, ask.unit, "code").get("card", "")))


@room.page("/activation/carte", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_card(ask: Ask) -> Answer:
    """Keep the last four digits; who types the whole number is understood."""
    told = answers_so_far(ask, ask.unit, "code")
    digits = _digits(ask.written("card"))
    if len(digits) < _TAIL:
        page = CardPage(ask.written("card"), error="short" if ask.written("card") else "missing")
        return Shown("activation/card.html", page, 422)
    keep_answers(ask, ask.unit, told, card=digits[-_TAIL:], proved="")
    return SeeOther("/activation/naissance")


@room.page("/activation/naissance", guard=Guard.PUBLIC)
def ask_birth(ask: Ask) -> Answer:
    """Ask for the birth date."""
    kept = answers_so_far(ask, ask.unit, "code", "card").get("birth_on")
    return Shown("activation/birth.html", BirthPage(TypedDate.of(date.fromisoformat(kept) if kept else None)))


@room.page("/activation/naissance", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_birth(ask: Ask) -> Answer:
    """Compare the three proofs with the file."""
    told = answers_so_far(ask, ask.unit, "code", "card")
    typed = TypedDate.read(ask)
    born = read_birth(typed, day_of(ask.now))
    if isinstance(born, str):
        return Shown("activation/birth.html", BirthPage(typed, error=born), 422)
    told = keep_answers(ask, ask.unit, told, birth_on=born.isoformat(), proved="")
    return go_on_when_proved(ask, ask.unit, told)


@room.page("/activation/numero", guard=Guard.PUBLIC)
def ask_number(ask: Ask) -> Answer:
    """Ask for the health insurance number as well: this code was tried too often, by somebody or other."""
    answers_so_far(ask, ask.unit, *PROOFS)
    return Shown("activation/number.html", NumberPage())


@room.page("/activation/numero", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_number(ask: Ask) -> Answer:
    """Compare the three proofs and the number with the file."""
    told = answers_so_far(ask, ask.unit, *PROOFS)
    typed = ask.written("number")
    number, mistake = read_number(typed)
    if mistake:
        return Shown("activation/number.html", NumberPage(typed, error=mistake), 422)
    return go_on_when_proved(ask, ask.unit, keep_answers(ask, ask.unit, told, number=number))


def _digits(typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed)
    return "".join(str(unicodedata.digit(sign)) for sign in folded if sign.isdigit())
