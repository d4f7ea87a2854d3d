"""Telling people: the receipt of an act, by the channel they have; the same to those who represent them."""

from datetime import datetime, timedelta
from typing import Literal

from dossier.identity import Person, envelope_of, person_of, representatives_of
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import Witness

from .acts import Receipt

_SENT_WITHIN = timedelta(days=90)
Channel = Literal["sms", "email", "letter"]


def notice_address(person: Person) -> tuple[Channel, str] | None:
    """Return where a notice goes: by e-mail, else by letter (CSP R1111-28); None when neither is on file."""
    return ("email", person.email) if person.email else letter_address(person)


def code_address(person: Person, *, sms: bool) -> tuple[Channel, str] | None:
    """Return where a code goes: to the mobile on file where an SMS can leave, else by letter; None without either."""
    return ("sms", person.mobile) if sms and person.mobile else letter_address(person)


def letter_address(person: Person) -> tuple[Channel, str] | None:
    """Return the lines of an envelope, her name first; None without an address."""
    envelope = envelope_of(person)
    return ("letter", envelope) if envelope else None


def tell(unit: Unit, acting: Acting, receipt: Receipt, language: str, witness: Witness, now: datetime) -> None:
    """Queue a receipt for the person it is about, and tell those who represent her.

    For a protected adult both are informed, whoever of them acted (DOMAIN B8).
    """
    _queue(unit, acting, person_of(unit, acting.patient_id, witness), receipt, language, now)
    others = {one.representative_id for one in representatives_of(unit, acting.patient_id)} - {acting.actor_id}
    for representative_id in sorted(others):  # always in the same order: two acts never wait for each other
        theirs = Acting(Role.OPERATOR, representative_id)
        told = append(unit, theirs, Event.LIFECYCLE_ACT_TOLD, now, {"kind": receipt.kind, "person": receipt.person})
        _queue(unit, theirs, person_of(unit, representative_id, told), receipt, language, now)


def _queue(unit: Unit, acting: Acting, person: Person, receipt: Receipt, language: str, now: datetime) -> None:
    where = notice_address(person)
    if where is None:
        return
    parameters = {
        "kind": str(receipt.kind),
        "number": receipt.number,
        "made_at": receipt.made_at.isoformat(),
        "person": receipt.person,
        "zone": str(receipt.zone),
        "sex": person.sex,
    }
    channel, address = where
    queue(
        unit,
        acting,
        now,
        kind="receipt",
        channel=channel,
        language=language,
        address=address,
        parameters=parameters,
        not_after=now + _SENT_WITHIN,
    )
