"""Activating, second half: an identifier, a password, a way to get codes, preferences. One question a page."""

from typing import cast

from dossier.identity import (
    HashingBusy,
    canonical_password,
    hash_password,
)
from portal.ui import (
    TEXT_SIZES,
    Answer,
    Ask,
    Guard,
    IdentifierPage,
    PasswordPage,
    SeeOther,
    Shown,
    TextSizeChosen,
    Work,
    checked_identifier,
    checked_password,
    error_page,
    password_typed,
    proposed_identifier,
    text_size_of,
    wait_of,
)

from .pages import Channel, PreferencesPage, SecondCode, SecondCodePage
from .steps import Answers, answers_so_far, keep_answers
from .views import room


@room.page("/activation/identifiant", guard=Guard.PUBLIC)
def ask_identifier(ask: Ask) -> Answer:
    """Propose an identifier that says nothing of the person; she may write her own."""
    kept = answers_so_far(ask, ask.unit, "proved").get("identifier")
    return Shown("activation/identifier.html", IdentifierPage(kept or proposed_identifier(ask.unit)))


@room.page("/activation/identifiant", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_identifier(ask: Ask) -> Answer:
    """Keep the identifier when it is fit and free; or propose another."""
    told = answers_so_far(ask, ask.unit, "proved")
    if ask.pressed("autre"):
        return Shown("activation/identifier.html", IdentifierPage(proposed_identifier(ask.unit)))
    page = checked_identifier(ask, ask.unit)
    if page.error:
        return Shown("activation/identifier.html", page, 422)
    keep_answers(ask, ask.unit, told, identifier=page.identifier)
    return SeeOther("/activation/mot-de-passe")


@room.page("/activation/mot-de-passe", guard=Guard.PUBLIC)
def ask_password(ask: Ask) -> Answer:
    """Ask for a new password; an earlier one is never shown again."""
    answers_so_far(ask, ask.unit, "proved", "identifier")
    return Shown("activation/password.html", PasswordPage())


@room.page("/activation/mot-de-passe", "POST", guard=Guard.PUBLIC, work=Work.OWN)
def take_password(ask: Ask) -> Answer:
    """Keep the password's hash, and never the password. The hashing happens between two short transactions."""
    with ask.store.reading() as unit:
        told = answers_so_far(ask, unit, "proved", "identifier")
    typed = password_typed(ask)
    if pressed := ask.pressed("afficher", "cacher"):
        return Shown("activation/password.html", PasswordPage(typed, shown=pressed == "afficher"))
    page = checked_password(typed, told["identifier"])
    if page.error:
        return Shown("activation/password.html", page, 422)
    try:
        password_hash = hash_password(ask.store.holder, canonical_password(typed))
    except HashingBusy as busy:
        return Shown("activation/password.html", PasswordPage(busy=True), 503, wait_of(busy))
    with ask.store.writing() as unit:
        told = answers_so_far(ask, unit, "proved", "identifier")
        keep_answers(ask, unit, told, password_hash=password_hash)
    return SeeOther("/activation/second-code")


@room.page("/activation/second-code", guard=Guard.PUBLIC)
def ask_second_code(ask: Ask) -> Answer:
    """Ask by which way codes will come."""
    return Shown("activation/second_code.html", _second_code_page(answers_so_far(ask, ask.unit, "password_hash")))


@room.page("/activation/second-code", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_second_code(ask: Ask) -> Answer:
    """Keep the way, when it is one that this person has."""
    told = answers_so_far(ask, ask.unit, "password_hash")
    means = ask.typed("means")
    if means not in means_offered(told):
        return Shown("activation/second_code.html", _second_code_page({**told, "means": ""}, missing=True), 422)
    keep_answers(ask, ask.unit, told, means=means)
    return SeeOther("/activation/preferences")


@room.page("/activation/preferences", guard=Guard.PUBLIC)
def ask_preferences(ask: Ask) -> Answer:
    """Offer the text sizes and the ways to be told; something is chosen already."""
    told = answers_so_far(ask, ask.unit, "means")
    channels = cast("tuple[Channel, ...]", tuple(told["channels"].split()))
    size = int(told.get("text_size") or text_size_of(ask.request))
    page = PreferencesPage(size, cast("Channel", told.get("channel") or next(iter(channels), "")), channels)
    return Shown("activation/preferences.html", page)


@room.page("/activation/preferences", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_preferences(ask: Ask) -> Answer:
    """Keep the preferences; the text size is shown at once."""
    told = answers_so_far(ask, ask.unit, "means")
    size = next((size for size in TEXT_SIZES if str(size) == ask.typed("size")), None)
    channels, channel = told["channels"].split(), ask.typed("channel")
    if size is None or (channels and channel not in channels):
        return error_page(422)
    keep_answers(ask, ask.unit, told, text_size=str(size), channel=channel if channels else "")
    return TextSizeChosen(size, "/activation/verifier")


def means_offered(told: Answers) -> tuple[SecondCode, ...]:
    """Return the ways to get codes that this person has."""
    ways: list[tuple[SecondCode, object]] = [
        ("print", True), ("letter", told["by_letter"]), ("sms", told["phone_end"]),
    ]  # fmt: skip
    return tuple(name for name, is_open in ways if is_open)


def _second_code_page(told: Answers, *, missing: bool = False) -> SecondCodePage:
    means = cast("SecondCode", told.get("means", ""))
    return SecondCodePage(means, told["phone_end"], bool(told["by_letter"]), "missing" if missing else None)
