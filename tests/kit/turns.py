"""Turns at a desk for tests: Mme Roux with an account, a mandate to print, her ticket taken and proved."""

from typing import Literal

from dossier.identity import (
    Caller,
    OpenSession,
    StaffSession,
    TurnBegun,
    note_password,
    pass_code,
    password_facts,
    take_turn,
)
from dossier.journal import Audience, Event, entries_before, witness_of
from dossier.lifecycle import State, found_space, move_space
from dossier.mandates import consent_by_paper, give_turn
from dossier.policy import Scope
from dossier.store import Unit
from tests.kit.house import CODES, NOW, operator, with_credentials
from tests.kit.mandates import NETWORK, Somebody, acted, drafted, given, somebody

VISIT = "the-screen-of-the-desk"


def activated(unit: Unit, **traits: object) -> Somebody:
    """Enroll Mme Roux with every contact, a card, a password, and her record open."""
    her = somebody(unit, **traits)
    open_record(unit, her.id)
    return her


def open_record(unit: Unit, patient_id: bytes) -> None:
    """Give somebody who has a card an identifier and the test password, and open her record."""
    with_credentials(unit, patient_id, card=False)
    found_space(unit, operator(patient_id), NOW)
    for step in (State.OPENED, State.ACTIVATED):
        move_space(unit, operator(patient_id), step, NOW)


def turn_given(unit: Unit, advisor: StaffSession, her: Somebody) -> TurnBegun:
    """Have her agree to a summary, and give her the screen."""
    reference = given(unit, advisor, her, Scope.PRINT_SUMMARY)
    return give_turn(unit, advisor, acted(unit, advisor, reference, Scope.PRINT_SUMMARY, NOW), NOW)


def proved(unit: Unit, ticket: str, line: int = 0) -> OpenSession:
    """Take a ticket and prove who she is: her password, a line of her card."""
    assert take_turn(unit, ticket, VISIT, NOW)
    facts = password_facts(unit, VISIT, Caller(NETWORK), NOW)
    assert note_password(unit, VISIT, facts, right=True, channels=("sms",), now=NOW) is None
    opened = pass_code(unit, VISIT, CODES[line], Caller(NETWORK), at_home=False, now=NOW)
    assert opened is not None
    return opened


def ended_turn(unit: Unit, ticket: str, how_far: Literal["ticket", "password", "open"]) -> OpenSession | None:
    """Go so far with a ticket; return the session when it was opened."""
    if how_far == "open":
        return proved(unit, ticket)
    if how_far == "password":
        assert take_turn(unit, ticket, VISIT, NOW)
    return None


def on_paper(unit: Unit, advisor: StaffSession, her: Somebody) -> str:
    """Have a mandate given by a signed paper alone; return its number."""
    reference = drafted(unit, advisor, her, Scope.PRINT_SUMMARY).reference
    consent_by_paper(unit, advisor, reference, b"s" * 32, 1, NOW)
    return reference


def told_in(unit: Unit, patient_id: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return her journal, oldest first: each event with its facts."""
    found = entries_before(unit, witness_of(patient_id, 1), set(Audience), {str(one) for one in Event}, None, 500)
    return [(one.event, one.facts) for one in reversed(found)]
