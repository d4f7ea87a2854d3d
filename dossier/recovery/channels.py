"""What a person can prove with: her contacts on file, as marks and hints, and whether each counts today."""

from dataclasses import dataclass
from datetime import datetime

from dossier.identity import (
    ContactDates,
    ContactKind,
    Person,
    contact_dates,
    contact_value,
    envelope_of,
    factors_of,
    person_of,
)
from dossier.store import Unit
from dossier.vault import Witness, canonical

from .limits import LIMITS, Limits
from .shapes import LIVE, Proof

KIND_OF = {
    Proof.SMS: ContactKind.MOBILE,
    Proof.VOICE: ContactKind.LANDLINE,
    Proof.LETTER: ContactKind.ADDRESS,
    Proof.EMAIL: ContactKind.EMAIL,
}
PROOF_OF = {kind: proof for proof, kind in KIND_OF.items()}
WAY_OF = {Proof.SMS: "sms", Proof.VOICE: "voice", Proof.LETTER: "letter", Proof.EMAIL: "email"}
"""How the outbox calls the way of each."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One contact on file. `address` never leaves the room but into the outbox."""

    proof: Proof
    mark: str
    hint: str
    address: str
    why_not: str
    """Why no code goes there now: changed, held; empty when one does."""


def channels_of(unit: Unit, patient_id: bytes, witness: Witness, now: datetime) -> tuple[Channel, ...]:
    """Return the contacts on file by which a code could reach her."""
    person = person_of(unit, patient_id, witness)
    dates = contact_dates(unit, patient_id)
    found = ((proof, kind, contact_value(person, kind)) for proof, kind in KIND_OF.items())
    return tuple(
        Channel(
            proof=proof,
            mark=mark_of(unit, patient_id, kind, value),
            hint=hint_of(kind, value),
            address=_address(person, kind, value),
            why_not=_why_not(dates[kind], now),
        )
        for proof, kind, value in found
        if value
    )


def in_her_hand(unit: Unit, patient_id: bytes, witness: Witness) -> tuple[Proof, ...]:
    """Return what she proves with that has no address: a card with codes left, an application, her password."""
    live = {Proof(one.kind) for one in factors_of(unit, patient_id, witness, ())}
    return (*sorted(live & LIVE), Proof.PASSWORD)


def mark_of(unit: Unit, patient_id: bytes, kind: ContactKind, value: str) -> str:
    """Return the mark of an address: one number has one mark, whether it gets an SMS or a voice."""
    bound = canonical(patient_id, *(part.encode() for part in plain_contact(kind, value)))
    return unit.holder.digest("recovery-address", bound)[:16].hex()


def plain_contact(kind: ContactKind, value: str) -> tuple[str, str]:
    """Return what two ways of writing one contact have in common: nine digits of a telephone, small letters."""
    if kind in (ContactKind.MOBILE, ContactKind.LANDLINE):
        return "phone", "".join(sign for sign in value if sign.isdigit())[-9:]
    return str(kind), "".join(sign for sign in value.casefold() if sign.isalnum() or sign in "@.+-_")


def hint_of(kind: ContactKind, value: str) -> str:
    """Return what an agent may see of a contact: two digits, two letters, a town."""
    if kind is ContactKind.ADDRESS:
        return value.splitlines()[-1].lstrip("0123456789 ")
    if kind is ContactKind.EMAIL:
        name, _, house = value.partition("@")
        return f"{name[:1]}…@{house[:1]}…"
    return value[-2:]


def has_settled(unit: Unit, patient_id: bytes, now: datetime, limits: Limits = LIMITS) -> bool:
    """Tell whether no contact of hers changed, or is held, within seven days."""
    return not any(_why_not(one, now, limits) for one in contact_dates(unit, patient_id).values())


def _why_not(dates: ContactDates, now: datetime, limits: Limits = LIMITS) -> str:
    if dates.held_until is not None and now < dates.held_until:
        return "held"
    if dates.changed_at is not None and now < dates.changed_at + limits.unchanged:
        return "changed"
    return ""


def _address(person: Person, kind: ContactKind, value: str) -> str:
    if kind is not ContactKind.ADDRESS:
        return value
    return envelope_of(person)
