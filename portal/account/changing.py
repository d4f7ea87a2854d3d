"""The change itself, once a fresh code was given: each means has its own page."""

from dossier.identity import (
    CodeSentJustNow,
    FactorKind,
    FactorProofMissing,
    PhoneUnfit,
    TooManyTries,
    act_of,
    number_tried,
    offer_secret,
    person_of,
    proof_is_fresh,
    remove_factor,
    take_number,
    take_secret,
    try_number,
    use_address,
)
from portal.ui import SLUGS, Answer, Ask, Guard, SeeOther, Shown, Work, error_page

from .card import new_card_page, take_new_card
from .means import LIST, line_of
from .pages import NumberCodePage, NumberPage, RemovePage, SecretPage, UsePage
from .proving import wait_page
from .views import own_session, room

_DONE = SeeOther(f"{LIST}?fait=ajoute")
_GROUP = 4
_LONGEST = 200


@room.page(f"{LIST}/<slug>/retirer", guard=Guard.SIGNED_IN, menu="account")
def ask_to_remove(ask: Ask, slug: str) -> Answer:
    """Ask the last question before a means is taken out."""
    kind = SLUGS.get(slug)
    if kind is None:
        return error_page(404)
    _require(ask, act_of("remove", kind))
    return Shown("account/remove.html", RemovePage(line_of(kind)))


@room.page(f"{LIST}/<slug>/retirer", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def remove(ask: Ask, slug: str) -> Answer:
    """Take it out."""
    kind = SLUGS.get(slug)
    if kind is None:
        return error_page(404)
    remove_factor(ask.unit, own_session(ask), ask.visit, kind, ask.settings.code_channels, ask.now)
    return SeeOther(f"{LIST}?fait=retire")


@room.page(f"{LIST}/<slug>/ajouter", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def ask_to_add(ask: Ask, slug: str) -> Answer:
    """Ask for what a new means needs. The key for an application is made here."""
    kind = SLUGS.get(slug)
    if kind is None:
        return error_page(404)
    _require(ask, act_of("set", kind))
    match kind:
        case FactorKind.CARD:
            return new_card_page(ask)
        case FactorKind.TOTP:
            return _secret_page(ask)
        case FactorKind.LETTER:
            return Shown("account/use.html", UsePage(line_of(kind)))
        case _ if number_tried(ask.unit, ask.visit, kind, ask.now):
            return Shown("account/number_code.html", NumberCodePage(line_of(kind)))
        case _:
            return _number_page(ask, kind)


@room.page(f"{LIST}/<slug>/ajouter", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def add(ask: Ask, slug: str) -> Answer:
    """Add it when what was typed is right."""
    kind = SLUGS.get(slug)
    if kind is None:
        return error_page(404)
    try:
        match kind:
            case FactorKind.CARD:
                return take_new_card(ask)
            case FactorKind.TOTP:
                return _take_secret(ask)
            case FactorKind.LETTER:
                use_address(ask.unit, own_session(ask), ask.visit, kind, ask.now)
                return _DONE
            case _:
                return _take_phone(ask, kind)
    except TooManyTries as refused:
        return wait_page(refused)


def _take_phone(ask: Ask, kind: FactorKind) -> Answer:
    if ask.pressed("meme"):
        use_address(ask.unit, own_session(ask), ask.visit, kind, ask.now)
        return _DONE
    if ask.pressed("autre"):
        return _number_page(ask, kind)
    if "number" in ask.request.form:
        return _try_number(ask, kind)
    typed = ask.typed("code")[:_LONGEST]
    if typed and take_number(ask.unit, own_session(ask), ask.visit, kind, typed, ask.network, ask.now):
        return _DONE
    page = NumberCodePage(line_of(kind), "wrong" if typed else "missing")
    return Shown("account/number_code.html", page, 422)


def _try_number(ask: Ask, kind: FactorKind) -> Answer:
    typed = ask.written("number")
    try:
        try_number(
            ask.unit,
            own_session(ask),
            ask.visit,
            kind,
            typed,
            ask.now,
            fiction=ask.settings.invented_numbers,
        )
    except PhoneUnfit as unfit:
        return _number_page(ask, kind, typed, str(unfit.facts["why"]))
    except CodeSentJustNow:
        return _number_page(ask, kind, typed, "sent")
    return Shown("account/number_code.html", NumberCodePage(line_of(kind)))


def _number_page(ask: Ask, kind: FactorKind, typed: str = "", why: str = "") -> Answer:
    session = own_session(ask)
    person = person_of(ask.unit, session.patient_id, session.witness)
    on_file = person.mobile if kind is FactorKind.SMS else person.landline
    error = next((one for one in ("missing", "digits", "mobile", "blocked", "sent") if one == why), None)
    page = NumberPage(line_of(kind), typed, on_file[-2:], error)
    return Shown("account/number.html", page, 422 if error else 200)


def _secret_page(ask: Ask) -> Answer:
    return Shown("account/secret.html", SecretPage(_secret(ask)))


def _take_secret(ask: Ask) -> Answer:
    typed = ask.typed("code")[:_LONGEST]
    if typed and take_secret(ask.unit, own_session(ask), ask.visit, typed, ask.network, ask.now):
        return _DONE
    return Shown("account/secret.html", SecretPage(_secret(ask), "wrong" if typed else "missing"), 422)


def _secret(ask: Ask) -> str:
    """Return the key in groups of four, as one types it from one screen into another."""
    secret = offer_secret(ask.unit, own_session(ask), ask.visit, ask.now)
    return " ".join(secret[start : start + _GROUP] for start in range(0, len(secret), _GROUP))


def _require(ask: Ask, act: str) -> None:
    if not proof_is_fresh(ask.unit, own_session(ask), ask.visit, act, ask.now):
        raise FactorProofMissing
