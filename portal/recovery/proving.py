"""Proving who one is: by which way, then the code of a channel, a line of the card, an application or the password.

Before a first proof nothing on these pages depends on the person: the same ways are offered to everybody.
"""

from dataclasses import replace
from typing import Literal

from dossier.base import in_groups
from dossier.identity import HashingBusy, canonical_password, next_line, password_is_right
from dossier.recovery import (
    CaseState,
    ChannelRefused,
    CodeTooSoon,
    Outcome,
    Proof,
    Standing,
    choose_channel_online,
    give_card_line,
    give_code,
    give_password,
    give_totp,
    password_of_case,
    patient_of_case,
    standing_online,
)
from dossier.store import Unit
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work, as_written, error_page, wait_of

from .pages import CodePage, OldPasswordPage, ProofsPage, Slug, Told, Way
from .steps import case_number
from .views import room

_LONGEST = 200
_SLUGS: dict[Proof, Slug] = {
    Proof.SMS: "sms",
    Proof.VOICE: "appel",
    Proof.LETTER: "lettre",
    Proof.EMAIL: "mail",
    Proof.CARD: "carte",
    Proof.TOTP: "application",
    Proof.PASSWORD: "mot-de-passe",
}
_SENT: dict[str, Proof] = {"sms": Proof.SMS, "appel": Proof.VOICE, "lettre": Proof.LETTER, "mail": Proof.EMAIL}
_TYPED = {"carte": give_card_line, "application": give_totp}
_RECEIVED = "recu"
"""A code that came some time ago: how isn't asked."""


@room.page("/acces-perdu/preuve", guard=Guard.PUBLIC, even=True)
def ask_proof(ask: Ask) -> Answer:
    """Ask by which way she proves who she is."""
    case = standing_online(ask.unit, case_number(ask, ask.unit), ask.now)
    if not _answers(case):
        return SeeOther("/acces-perdu/etat")
    return _proofs_page(ask, case, told="refused" if ask.request.args.get("autre") == "1" else "")


@room.page("/acces-perdu/preuve", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_proof(ask: Ask) -> Answer:
    """Send a code there, when one is to be sent; go on to the box where it is typed."""
    number = case_number(ask, ask.unit)
    case = standing_online(ask.unit, number, ask.now)
    slug = next((way.slug for way in ways_of(ask, case) if way.slug == ask.typed("proof")), None)
    if slug is None:
        return _proofs_page(ask, case, error="missing") if _answers(case) else SeeOther("/acces-perdu/etat")
    if slug in _SENT and (told := _send(ask, number, _SENT[slug])) != "sent":
        return _proofs_page(ask, case, told=told)
    return SeeOther("/acces-perdu/mot-de-passe-actuel" if slug == "mot-de-passe" else f"/acces-perdu/code/{slug}")


@room.page("/acces-perdu/code/<slug>", guard=Guard.PUBLIC, even=True)
def ask_code(ask: Ask, slug: str) -> Answer:
    """Ask for the code."""
    if slug not in _SENT and slug not in _TYPED and slug != _RECEIVED:
        return error_page(404)
    number = case_number(ask, ask.unit)
    if not _answers(standing_online(ask.unit, number, ask.now)):
        return SeeOther("/acces-perdu/etat")
    return Shown("recovery/code.html", _code_page(ask, number, slug))


@room.page("/acces-perdu/code/<slug>", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_code(ask: Ask, slug: str) -> Answer:
    """Take the code; or send another one."""
    if slug not in _SENT and slug not in _TYPED and slug != _RECEIVED:
        return error_page(404)
    number = case_number(ask, ask.unit)
    page = _code_page(ask, number, slug)
    if ask.pressed("renvoyer") and slug in _SENT:
        return Shown("recovery/code.html", replace(page, told=_send(ask, number, _SENT[slug])))
    typed = ask.typed("code")[:_LONGEST]
    if not typed:
        return Shown("recovery/code.html", replace(page, error="missing"), 422)
    sent_by = standing_online(ask.unit, number, ask.now).code_sent_by
    match _TYPED.get(slug, give_code)(ask.unit, number, typed, ask.now, visit=ask.visit):
        case "wrong":
            return Shown("recovery/code.html", replace(page, error="wrong"), 422)
        case "expired":
            return _sent_anew(ask, number, page, sent_by)
        case "right" | "locked":
            return SeeOther("/acces-perdu/etat")


@room.page("/acces-perdu/mot-de-passe-actuel", guard=Guard.PUBLIC, even=True)
def ask_old_password(ask: Ask) -> Answer:
    """Ask for the password she has."""
    case = standing_online(ask.unit, case_number(ask, ask.unit), ask.now)
    return Shown("recovery/old_password.html", OldPasswordPage()) if _answers(case) else SeeOther("/acces-perdu/etat")


@room.page("/acces-perdu/mot-de-passe-actuel", "POST", guard=Guard.PUBLIC, work=Work.OWN, even=True)
def take_old_password(ask: Ask) -> Answer:
    """Check it. The slow hashing happens between two short transactions, for nobody as for somebody."""
    with ask.store.reading() as unit:
        number = case_number(ask, unit)
        kept_hash = password_of_case(unit, number, ask.now)
    typed = ask.request.form.get("password", "")[:_LONGEST]
    if pressed := ask.pressed("afficher", "cacher"):
        return Shown("recovery/old_password.html", OldPasswordPage(typed, shown=pressed == "afficher"))
    if not typed:
        return Shown("recovery/old_password.html", OldPasswordPage(error="missing"), 422)
    try:
        right = password_is_right(ask.store.holder, kept_hash, canonical_password(typed))
    except HashingBusy as busy:
        return Shown("recovery/old_password.html", OldPasswordPage(busy=True), 503, wait_of(busy))
    with ask.store.writing() as unit:
        outcome: Outcome = give_password(unit, number, right=right, now=ask.now, visit=ask.visit)
    if outcome == "wrong":
        return Shown("recovery/old_password.html", OldPasswordPage(error="wrong"), 422)
    return SeeOther("/acces-perdu/etat")


def ways_of(ask: Ask, case: Standing) -> tuple[Way, ...]:
    """Return the ways she may choose from, as far as this house can send codes."""
    sendable = {*ask.settings.code_channels, "email"}
    return tuple(
        Way(_SLUGS[one.proof], as_written(one.hint))
        for one in case.channels
        if one.usable and (_SLUGS[one.proof] not in _SENT or str(one.proof) in sendable)
    )


def _answers(case: Standing) -> bool:
    states = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.GRANTED)
    return case.state in states


def _send(ask: Ask, number: str, proof: Proof) -> Told:
    try:
        choose_channel_online(ask.unit, number, proof, ask.now)
    except CodeTooSoon as refused:
        return refused.facts["why"]  # type: ignore[return-value]
    except ChannelRefused:
        return "refused"
    return "sent"


def _sent_anew(ask: Ask, number: str, page: CodePage, sent_by: Proof | None) -> Answer:
    """Send another code the way the old one went, and say so; where that can't be, another way is to be chosen."""
    told = _send(ask, number, sent_by) if sent_by else "refused"
    if told != "sent":
        return _proofs_page(ask, standing_online(ask.unit, number, ask.now), told=told)
    return Shown("recovery/code.html", replace(page, error="expired"), 422)


def _proofs_page(ask: Ask, case: Standing, *, told: Told = "", error: Literal["missing"] | None = None) -> Answer:
    ways, granted = ways_of(ask, case), case.state is CaseState.GRANTED
    if not ways:
        return SeeOther("/acces-perdu/guichet")
    page = ProofsPage(
        case=in_groups(case.number),
        ways=ways,
        step="again" if granted else "second" if case.proofs_given else "first",
        has_code=granted or case.state is CaseState.CODE_SENT,
        told=told,
        error=error,
    )
    return Shown("recovery/proofs.html", page, 422 if error else 200)


def _code_page(ask: Ask, number: str, slug: str) -> CodePage:
    case = standing_online(ask.unit, number, ask.now)
    way = next((way for way in ways_of(ask, case) if way.slug == slug), Way(slug))  # type: ignore[arg-type]
    line = _line(ask.unit, number) if slug == "carte" and case.proofs_given else 0
    return CodePage(way, in_groups(number), line)


def _line(unit: Unit, number: str) -> int:
    return next_line(unit, patient_of_case(unit, number)) or 0
