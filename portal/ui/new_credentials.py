"""A new identifier and a new password, as they are typed: what is kept, or what is kindly told."""

from dossier.identity import (
    IdentifierUnfit,
    PasswordUnfit,
    check_new_identifier,
    check_new_password,
    patient_by_identifier,
)
from dossier.store import Unit

from .ask import Ask
from .proposing import new_identifier
from .questions import IdentifierPage, PasswordPage

_LONGEST = 200


def proposed_identifier(unit: Unit) -> str:
    """Return an identifier that nobody has."""
    return new_identifier(lambda identifier: patient_by_identifier(unit, identifier) is not None)


def checked_identifier(ask: Ask, unit: Unit) -> IdentifierPage:
    """Return the page with what is wrong; without an error, with the identifier as it is kept."""
    typed = ask.written("identifier")
    if not typed:
        return IdentifierPage("", "missing")
    try:
        identifier = check_new_identifier(typed)
    except IdentifierUnfit:
        return IdentifierPage(typed, "unfit")
    taken = patient_by_identifier(unit, identifier) is not None
    return IdentifierPage(typed, "taken") if taken else IdentifierPage(identifier)


def password_typed(ask: Ask) -> str:
    """Return the password as it was typed: spaces inside and around a passphrase count, so nothing is cut off."""
    return ask.request.form.get("password", "")[:_LONGEST]


def checked_password(typed: str, identifier: str) -> PasswordPage:
    """Return the page with what is wrong, or without an error. The identifier itself is a password too well known."""
    if not typed:
        return PasswordPage(error="missing")
    try:
        password = check_new_password(typed)
    except PasswordUnfit as unfit:
        return PasswordPage(error=unfit.facts["why"])  # type: ignore[arg-type]
    return PasswordPage(error="known" if password.casefold() == identifier else None)
