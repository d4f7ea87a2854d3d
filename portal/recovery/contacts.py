"""A new contact, asked for by telephone: the code that came there confirms it. Unknown references hear the same."""

from typing import Literal

from dossier.identity import draft, keep_draft
from dossier.recovery import ChangeUnknown, confirm_contact_change
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, TypedCode, Work, read_code

from .pages import ContactConfirmedPage, ContactPage
from .views import room

_PURPOSE = "contact-confirmed"
_ASK, _DONE = "/confirmer-un-contact", "/confirmer-un-contact/fait"
_LONGEST = 200


@room.page(_ASK, guard=Guard.PUBLIC)
def ask_contact_code(ask: Ask) -> Answer:
    """Ask for the reference and the code of the message."""
    return Shown("recovery/contact.html", ContactPage())


@room.page(_ASK, "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_contact_code(ask: Ask) -> Answer:
    """Confirm the contact. A form sent twice ends on the same page."""
    typed, code = ask.written("number"), ask.typed("code")[:_LONGEST]
    read = read_code(typed)
    if read.mistake:
        return _again(ContactPage(typed, read.mistake, read.off_by))
    if not code:
        return _again(ContactPage(typed, error="no-code"))
    if draft(ask.unit, ask.visit, _PURPOSE, ask.now).get("number") == read.code:
        return SeeOther(_DONE)
    return _confirmed(ask, read, code)


@room.page(_DONE, guard=Guard.PUBLIC)
def contact_confirmed(ask: Ask) -> Answer:
    """Say that the new contact counts, and since when it serves for what."""
    if not draft(ask.unit, ask.visit, _PURPOSE, ask.now):
        return SeeOther(_ASK)
    return Shown("recovery/contact_confirmed.html", ContactConfirmedPage())


def _confirmed(ask: Ask, read: TypedCode, code: str) -> Answer:
    try:
        outcome = confirm_contact_change(ask.unit, read.code, code, ask.now)
    except ChangeUnknown:
        outcome = "wrong"
    if outcome != "right":
        # Locked is said as wrong: a reference that never was doesn't lock.
        error: Literal["wrong", "expired"] = "expired" if outcome == "expired" else "wrong"
        return _again(ContactPage(ask.written("number"), error=error))
    keep_draft(ask.unit, ask.visit, _PURPOSE, {"number": read.code}, ask.now)
    return SeeOther(_DONE)


def _again(page: ContactPage) -> Answer:
    return Shown("recovery/contact.html", page, 422)
