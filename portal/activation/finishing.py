"""Activating, the act: everything is proved again and done in one transaction, or not at all; then the card.

A card printed at once is made in that transaction and its codes stay sealed for this visit, twenty hours at most,
until their reader says that she holds the paper. So a printer that fails or a line that breaks costs nothing: the
same card is given again, never a second one that would kill the first on paper. Another browser, or this one once it
has left or signed in, can't reach them.
"""

from typing import cast

from dossier.identity import AlreadyKnown, NoticeChannel, Preferences, TooManyTries, set_preferences
from dossier.lifecycle import AccountExists, activate, mail_card, make_card, reach_of
from dossier.policy import Acting
from dossier.store import Unit
from portal.ui import Answer, Ask, File, Guard, IdentifierPage, SeeOther, Shown, Work, as_written, day_of
from printouts import SIZES, CodeCardSheet, render_code_card

from .choosing import means_offered
from .pages import Channel, CheckPage, DonePage, HasIdentifierPage, SecondCode
from .proofs import means_open, not_proved, prove, too_many_tries
from .steps import ActivationStepSkipped, Answers, answers_so_far, finish_with, outcome_of
from .views import room

_DONE = "/activation/fini"
_ALL = ("proved", "identifier", "password_hash", "means", "text_size")


@room.page("/activation/verifier", guard=Guard.PUBLIC)
def check(ask: Ask) -> Answer:
    """Show all the answers, but the password."""
    told = answers_so_far(ask, ask.unit, *_ALL)
    page = CheckPage(
        told["identifier"],
        cast("SecondCode", told["means"]),
        told["phone_end"],
        int(told["text_size"]),
        cast("Channel", told["channel"]),
        said_no=told["before"] == "opposed",
        closed=told["before"] == "closed",
    )
    return Shown("activation/check.html", page)


@room.page("/activation/verifier", "POST", guard=Guard.PUBLIC, work=Work.OWN)
def finish(ask: Ask) -> Answer:
    """Activate. A form sent twice ends on the same last page."""
    try:
        with ask.store.writing() as unit:
            return SeeOther(_DONE) if outcome_of(ask, unit) else _activated(ask, unit)
    except AlreadyKnown:
        with ask.store.reading() as unit:
            told = answers_so_far(ask, unit, *_ALL)
        return Shown("activation/identifier.html", IdentifierPage(told["identifier"], error="taken"), 422)
    except AccountExists:
        with ask.store.reading() as unit:
            done = outcome_of(ask, unit)
        return SeeOther(_DONE) if done else Shown("activation/has_identifier.html", HasIdentifierPage())
    except TooManyTries as refused:
        return too_many_tries(refused, "/activation/verifier")


def _activated(ask: Ask, unit: Unit) -> Answer:
    told = answers_so_far(ask, unit, *_ALL)
    letter = prove(ask, unit, told)
    if letter.acting is None:
        return not_proved(letter, told)
    reach = reach_of(unit, letter.acting, ask.now)
    told = {**told, **means_open(reach, sms=ask.settings.demo)}
    if told["means"] not in means_offered(told):
        return SeeOther("/activation/second-code")
    activate(unit, letter.acting, told["identifier"], told["password_hash"], ask.now)
    channel = cast("NoticeChannel", told["channel"] or "letter")
    set_preferences(unit, letter.acting, Preferences(int(told["text_size"]), channel))
    codes = _equip(ask, unit, letter.acting, told["means"], reach.letter_to)
    outcome = {name: told[name] for name in ("identifier", "means", "phone_end")}
    finish_with(ask, unit, {**outcome, "name": reach.name, "codes": " ".join(codes)})
    return SeeOther(_DONE)


def _equip(ask: Ask, unit: Unit, acting: Acting, means: str, letter_to: str) -> tuple[str, ...]:
    """Give her what her codes come from; return the codes of a card to be printed now."""
    if means == "print":
        return make_card(unit, acting, ask.now)
    if means == "letter":
        mail_card(unit, acting, letter_to, ask.now)
    return ()


@room.page(_DONE, guard=Guard.PUBLIC)
def done(ask: Ask) -> Answer:
    """Repeat the identifier, and say what to do now."""
    return Shown("activation/done.html", _done_page(_outcome(ask, ask.unit)))


@room.page(_DONE, "POST", guard=Guard.PUBLIC, work=Work.OWN)
def print_card(ask: Ask) -> Answer:
    """Hand out the card, the same each time; it is laid out after the transaction."""
    with ask.store.reading() as unit:
        told = _outcome(ask, unit)
    size = next((size for size in SIZES if str(size) == ask.typed("size")), None)
    if not told["codes"]:
        return SeeOther(_DONE)
    if size is None:
        return Shown("activation/done.html", _done_page(told, missing=True), 422)
    sheet = CodeCardSheet(
        person=as_written(told["name"]),
        codes=tuple(told["codes"].split()),
        made_on=day_of(ask.now),
        phone=ask.settings.help_phone,
        hours=ask.settings.help_hours,
    )
    return File(render_code_card(sheet, size), "application/pdf", "ma-carte-de-codes.pdf", shown=True)


@room.page("/activation/fini/range", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def forget_card(ask: Ask) -> Answer:
    """Forget the codes: the paper is in her hands."""
    finish_with(ask, ask.unit, {**_outcome(ask, ask.unit), "codes": ""})
    return SeeOther(_DONE)


def _outcome(ask: Ask, unit: Unit) -> Answers:
    told = outcome_of(ask, unit)
    if not told:
        raise ActivationStepSkipped
    return told


def _done_page(told: Answers, *, missing: bool = False) -> DonePage:
    means = cast("SecondCode", told["means"])
    taken = means == "print" and not told["codes"]
    return DonePage(told["identifier"], means, told["phone_end"], taken, "missing" if missing else None)
