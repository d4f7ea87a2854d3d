"""What somebody who activates her record signs in with, besides her password: her telephone, or a card of codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dossier.identity import envelope_of, issue_card, language_of, new_card_codes, person_of
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, require
from dossier.store import Unit

_SENT_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Reach:
    """By which ways a proved person can be reached."""

    name: str
    """First and last name, as identity writes them."""
    phone_end: str
    """The two last digits of her mobile, empty without one."""
    by_email: bool
    letter_to: str
    """The lines of an envelope, empty without an address."""


def reach_of(unit: Unit, acting: Acting, now: datetime) -> Reach:
    """Return by which ways a proved person can be reached; told in her journal. Raises `NotPermitted`."""
    require(acting, Action.SPACE_ACTIVATE)
    witness = append(unit, acting, Event.IDENTITY_PERSON_PROVED, now)
    person = person_of(unit, acting.patient_id, witness)
    name = f"{person.first_names[0]} {person.name}"
    return Reach(name, person.mobile[-2:], bool(person.email), envelope_of(person))


def make_card(unit: Unit, acting: Acting, now: datetime) -> tuple[str, ...]:
    """Give her a card of fifty new codes and return them; an older card dies. Raises `NotPermitted`.

    The caller is the only one who ever sees these codes: hashes alone are kept.
    """
    require(acting, Action.SPACE_ACTIVATE)
    codes = new_card_codes()
    issue_card(unit, acting.patient_id, list(codes), now)
    return codes


def mail_card(unit: Unit, acting: Acting, letter_to: str, now: datetime) -> None:
    """Give her a card of fifty new codes, sent by letter to these lines. Raises `NotPermitted`."""
    codes = make_card(unit, acting, now)
    queue(
        unit,
        acting,
        now,
        kind="code-card",
        channel="letter",
        language=language_of(unit, acting.patient_id),
        address=letter_to,
        parameters={"codes": " ".join(codes)},
        not_after=now + _SENT_WITHIN,
    )
