"""A summary by letter: asked under a mandate, put together by the post alone. Nothing of it comes back."""

from datetime import datetime, timedelta
from typing import ClassVar, Literal

from dossier.base import Refused
from dossier.identity import ContactKind, contact_dates, envelope_of, language_of, person_of
from dossier.journal import Event, append
from dossier.lifecycle import can_be_read, state_of
from dossier.mandates import LIMITS, SUMMARY
from dossier.outbox import hold_letters, letter_waits, queue
from dossier.policy import Acting, Action, require
from dossier.store import Unit

Hindrance = Literal["", "closed", "recent"]
"""Why no letter leaves: the record isn't active; the address changed this week, or is held back."""
_LETTER_LIFE = timedelta(days=30)
_AFTER_THE_NOTICE = timedelta(days=3)
"""How long a letter waits that was asked for on a signed paper alone: the notice, with its stop code, comes first."""


class SummaryUnposted(Refused):
    """No letter can leave. Facts: why (a `Hindrance`, or `none`: no address is on file)."""

    code: ClassVar[str] = "summary-unposted"


def what_hinders(unit: Unit, patient_id: bytes, now: datetime) -> Hindrance:
    """Return why no letter could leave now, as far as it shows without opening anything; empty when nothing does."""
    state = state_of(unit, patient_id)
    if state is None or not can_be_read(state):
        return "closed"
    address = contact_dates(unit, patient_id)[ContactKind.ADDRESS]
    return "" if address.has_settled(now, LIMITS.contact_settled) else "recent"


def ask_summary_letter(unit: Unit, acting: Acting, now: datetime) -> None:
    """Have the patient's summary posted to the address on file: the next batch gathers it, under its own entry.

    Told in her journal. Asked again while a letter still waits, that one goes. The record is not looked into: what
    the letter says is read on the day it is printed. Under a mandate given on paper it leaves three days later at the
    earliest, so that she can stop it. Raises `NotPermitted`, `SummaryUnposted`.
    """
    ground = require(acting, Action.SUMMARY_POST)
    if why := what_hinders(unit, acting.patient_id, now):
        raise SummaryUnposted(why=why)
    witness = append(unit, acting, Event.DOCUMENTS_SUMMARY_ASKED, now, {"ground": str(ground), "way": "letter"})
    person = person_of(unit, acting.patient_id, witness)
    if not person.address:
        raise SummaryUnposted(why="none")
    if letter_waits(unit, acting.patient_id, SUMMARY):
        return
    queue(
        unit,
        acting,
        now,
        kind="summary",
        channel="letter",
        language=language_of(unit, acting.patient_id),
        address=envelope_of(person),
        parameters={
            "advisor": acting.actor_name,
            "site": acting.site,
            "asked_at": now.isoformat(),
            "sex": person.sex,
        },
        not_after=now + _LETTER_LIFE,
    )
    if acting.is_weak:
        hold_letters(unit, acting.patient_id, SUMMARY, now + _AFTER_THE_NOTICE)
