"""The end of a recovery: a new identifier when it was lost, a new password, something to get codes from, the card."""

from typing import cast

from dossier.identity import (
    AlreadyKnown,
    FactorKind,
    HashingBusy,
    canonical_password,
    hash_password,
)
from dossier.recovery import (
    CaseRefused,
    CaseState,
    ChannelRefused,
    Lost,
    NewFactor,
    Proof,
    Standing,
    finish,
    finish_identifier,
    is_claimed_by,
    standing_online,
)
from dossier.store import Unit
from portal.ui import (
    Answer,
    Ask,
    File,
    Guard,
    IdentifierPage,
    PasswordPage,
    SeeOther,
    Shown,
    Work,
    as_written,
    checked_identifier,
    checked_password,
    day_of,
    password_typed,
    proposed_identifier,
    wait_of,
)
from printouts import SIZES, CodeCardSheet, render_code_card

from .pages import DonePage, Factor, FactorPage
from .steps import (
    Answers,
    RecoveryStepSkipped,
    answers_so_far,
    case_number,
    finish_with,
    keep_answers,
    needs_identifier,
    outcome_of,
)
from .views import room

_DONE = "/acces-perdu/fini"


@room.page("/acces-perdu/identifiant", guard=Guard.PUBLIC, even=True)
def ask_identifier(ask: Ask) -> Answer:
    """Propose a new identifier that says nothing of the person; she may write her own."""
    case = _granted(ask, ask.unit)
    if not needs_identifier(case.lost):
        return SeeOther("/acces-perdu/mot-de-passe")
    kept = answers_so_far(ask, ask.unit).get("identifier")
    return Shown("recovery/identifier.html", IdentifierPage(kept or proposed_identifier(ask.unit)))


@room.page("/acces-perdu/identifiant", "POST", guard=Guard.PUBLIC, work=Work.OWN, even=True)
def take_identifier(ask: Ask) -> Answer:
    """Take the identifier when it is fit and free; or propose another. Where it alone was lost, that is the end."""
    try:
        with ask.store.writing() as unit:
            return SeeOther(_DONE) if outcome_of(ask, unit) else _take_identifier(ask, unit)
    except AlreadyKnown:
        return Shown("recovery/identifier.html", IdentifierPage(ask.written("identifier"), "taken"), 422)


def _take_identifier(ask: Ask, unit: Unit) -> Answer:
    case = _granted(ask, unit)
    if ask.pressed("autre"):
        return Shown("recovery/identifier.html", IdentifierPage(proposed_identifier(unit)))
    page = checked_identifier(ask, unit)
    if page.error:
        return Shown("recovery/identifier.html", page, 422)
    if case.lost is Lost.IDENTIFIER:
        finish_identifier(unit, case.number, ask.visit, page.identifier, ask.now)
        finish_with(ask, unit, {"identifier": page.identifier})
        return SeeOther(_DONE)
    keep_answers(ask, unit, answers_so_far(ask, unit), identifier=page.identifier)
    return SeeOther("/acces-perdu/mot-de-passe")


@room.page("/acces-perdu/mot-de-passe", guard=Guard.PUBLIC, even=True)
def ask_password(ask: Ask) -> Answer:
    """Ask for a new password; an earlier one is never shown again."""
    _ready_for_password(ask, ask.unit)
    return Shown("recovery/password.html", PasswordPage())


@room.page("/acces-perdu/mot-de-passe", "POST", guard=Guard.PUBLIC, work=Work.OWN, even=True)
def take_password(ask: Ask) -> Answer:
    """Keep the password's hash, and never the password. The hashing happens between two short transactions."""
    with ask.store.reading() as unit:
        told = _ready_for_password(ask, unit)
    typed = password_typed(ask)
    if pressed := ask.pressed("afficher", "cacher"):
        return Shown("recovery/password.html", PasswordPage(typed, shown=pressed == "afficher"))
    page = checked_password(typed, told.get("identifier", ""))
    if page.error:
        return Shown("recovery/password.html", page, 422)
    try:
        password_hash = hash_password(ask.store.holder, canonical_password(typed))
    except HashingBusy as busy:
        return Shown("recovery/password.html", PasswordPage(busy=True), 503, wait_of(busy))
    with ask.store.writing() as unit:
        keep_answers(ask, unit, _ready_for_password(ask, unit), password_hash=password_hash)
    return SeeOther("/acces-perdu/second-code")


@room.page("/acces-perdu/second-code", guard=Guard.PUBLIC, even=True)
def ask_factor(ask: Ask) -> Answer:
    """Ask what her codes will come from."""
    case = _granted(ask, ask.unit)
    answers_so_far(ask, ask.unit, "password_hash")
    return Shown("recovery/factor.html", _factor_page(ask, case))


@room.page("/acces-perdu/second-code", "POST", guard=Guard.PUBLIC, work=Work.OWN, even=True)
def take_factor(ask: Ask) -> Answer:
    """Finish: everything old is dead, everything new works. A form sent twice ends on the same last page."""
    try:
        with ask.store.writing() as unit:
            return SeeOther(_DONE) if outcome_of(ask, unit) else _finished(ask, unit)
    except AlreadyKnown:
        with ask.store.reading() as unit:
            told = answers_so_far(ask, unit, "identifier")
        return Shown("recovery/identifier.html", IdentifierPage(told["identifier"], "taken"), 422)
    except ChannelRefused:
        return SeeOther("/acces-perdu/second-code")


def _finished(ask: Ask, unit: Unit) -> Answer:
    case = _granted(ask, unit)
    told = answers_so_far(ask, unit, "password_hash")
    page, factor = _factor_page(ask, case), ask.typed("factor")
    offered = {"printed-card": True, "mailed-card": bool(page.town), "phone": bool(page.phone_end)}
    if not offered.get(factor):
        return Shown("recovery/factor.html", _factor_page(ask, case, missing=True), 422)
    identifier = told.get("identifier", "")
    ended = finish(
        unit, case.number, ask.visit, told["password_hash"], cast("NewFactor", factor), ask.now, identifier=identifier
    )
    outcome = {"identifier": identifier, "factor": factor, "codes": " ".join(ended.codes), "name": ended.name}
    finish_with(ask, unit, outcome)
    return SeeOther(_DONE)


@room.page(_DONE, guard=Guard.PUBLIC)
def done(ask: Ask) -> Answer:
    """Say what was done, and what to do now."""
    return Shown("recovery/done.html", _done_page(_outcome(ask, ask.unit)))


@room.page(_DONE, "POST", guard=Guard.PUBLIC, work=Work.OWN)
def print_card(ask: Ask) -> Answer:
    """Hand out the card, the same each time; it is laid out after the transaction."""
    with ask.store.reading() as unit:
        told = _outcome(ask, unit)
    size = next((size for size in SIZES if str(size) == ask.typed("size")), None)
    if not told.get("codes"):
        return SeeOther(_DONE)
    if size is None:
        return Shown("recovery/done.html", _done_page(told, missing=True), 422)
    sheet = CodeCardSheet(
        person=" ".join(as_written(part) for part in told["name"].split(" ")),
        codes=tuple(told["codes"].split()),
        made_on=day_of(ask.now),
        phone=ask.settings.help_phone,
        hours=ask.settings.help_hours,
    )
    return File(render_code_card(sheet, size), "application/pdf", "ma-carte-de-codes.pdf", shown=True)


@room.page("/acces-perdu/fini/range", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def forget_card(ask: Ask) -> Answer:
    """Forget the codes: the paper is in her hands."""
    finish_with(ask, ask.unit, {**_outcome(ask, ask.unit), "codes": ""})
    return SeeOther(_DONE)


def _granted(ask: Ask, unit: Unit) -> Standing:
    """Return the case when it is granted to this visit. Raises `CaseRefused`, which leads to where it stands."""
    number = case_number(ask, unit)
    case = standing_online(unit, number, ask.now)
    if case.state is not CaseState.GRANTED or not is_claimed_by(unit, number, ask.visit, ask.now):
        raise CaseRefused(state=case.state)
    return case


def _ready_for_password(ask: Ask, unit: Unit) -> Answers:
    case = _granted(ask, unit)
    if case.lost is Lost.IDENTIFIER:
        raise CaseRefused(state=case.state)
    return answers_so_far(ask, unit, *(("identifier",) if needs_identifier(case.lost) else ()))


def _factor_page(ask: Ask, case: Standing, *, missing: bool = False) -> FactorPage:
    """Return what she may choose from: only ways on file that haven't changed lately, and that this house can serve."""
    hints = {one.proof: as_written(one.hint) for one in case.channels if one.why_not in ("", "again", "given")}
    phone_end = hints.get(Proof.SMS, "") if FactorKind.SMS in ask.settings.code_channels else ""
    return FactorPage(hints.get(Proof.LETTER, ""), phone_end, "missing" if missing else None)


def _outcome(ask: Ask, unit: Unit) -> Answers:
    told = outcome_of(ask, unit)
    if not told:
        raise RecoveryStepSkipped
    return told


def _done_page(told: Answers, *, missing: bool = False) -> DonePage:
    factor = cast("Factor", told.get("factor", ""))
    return DonePage(told["identifier"], factor, bool(told.get("codes")), "missing" if missing else None)
