"""A recovery for tests: Mme Roux with every contact, agents of two teams, codes read out of the outbox."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.identity import ContactKind, TypedIdentity, hash_password, person_of
from dossier.journal import Event, append
from dossier.outbox import Message, waiting_messages
from dossier.policy import Acting, Role
from dossier.recovery import (
    Lost,
    Proof,
    Standing,
    approve_contact_change,
    ask_contact_change,
    choose_channel,
    confirm_contact_change,
    give_code,
    open_case,
    patient_of_case,
    see_identity,
    send_contact_code,
    show_desk_code,
    standing_online,
)
from dossier.recovery.keeping import number_digest
from dossier.recovery.tables import case
from dossier.store import Unit
from tests.kit.house import NOW, enrolled, operator, person, with_credentials

CONTACTS = {
    "mobile": "+33639980142",
    "landline": "+33471090142",
    "email": "jeanne.roux@example.org",
    "address": ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"),
}
NEW = {
    "mobile": "+33639980199",
    "landline": "+33471090199",
    "email": "autre@example.net",
    "address": "3 RUE NEUVE\n69001 LYON",
}
LUCIE, KARIM, INES = b"lucie-----------", b"karim-----------", b"ines------------"
"""Two agents of two teams, and a supervisor."""
MARC, NADIA = b"marc------------", b"nadia-----------"
"""Two advisors."""
TEAMS = {LUCIE: "Lyon", KARIM: "Brest", INES: "Tours"}
DOMAINS = (10,)
WAYS = {Proof.SMS: "sms", Proof.VOICE: "voice", Proof.LETTER: "letter", Proof.EMAIL: "email"}
AFTER = timedelta(seconds=31)
"""Long enough for another code."""


def roux(unit: Unit, *, card: bool = True, **contacts: object) -> bytes:
    """Enroll Mme Roux with credentials, a card and these contacts (all of them when none is named)."""
    patient_id = enrolled(unit, **(contacts or CONTACTS))
    with_credentials(unit, patient_id, card=card)
    return patient_id


def agent(patient_id: bytes, staff_id: bytes = LUCIE) -> Acting:
    """Return a call agent acting for a patient."""
    return Acting(Role.CALL_AGENT, patient_id, staff_id, f"Lucie, {TEAMS.get(staff_id, 'Lyon')}")


def supervisor(patient_id: bytes, staff_id: bytes = INES) -> Acting:
    """Return a supervisor acting for a patient."""
    return Acting(Role.SUPERVISOR, patient_id, staff_id, "Inès, Tours")


def advisor(patient_id: bytes, staff_id: bytes = MARC) -> Acting:
    """Return an advisor at a desk acting for a patient."""
    return Acting(Role.ADVISOR, patient_id, staff_id, "Marc, Schiltigheim")


def holder(unit: Unit, number: str) -> Acting:
    """Return the call agent who holds this case, acting in it."""
    wanted = sa.select(case.c.held_by).where(case.c.number_digest == number_digest(unit, number))
    return agent(patient_of_case(unit, number), unit.scalar(wanted))


def see(unit: Unit, patient_id: bytes, number: str, visit: str, now: datetime, staff_id: bytes = MARC) -> Standing:
    """Have an advisor see her paper, before the screen of this visit."""
    shown = show_desk_code(unit, number, visit, now)
    typed = identity_of(unit, patient_id)
    return see_identity(unit, number, typed, DOMAINS, shown.code, now, lambda one: advisor(one, staff_id))


def shown_at(unit: Unit, number: str, now: datetime) -> datetime:
    """Return when the paper was seen of which a second person reads now."""
    return standing_online(unit, number, now).seen_at


def identity_of(unit: Unit, patient_id: bytes, **changes: object) -> TypedIdentity:
    """Return the identity of somebody as she would type it."""
    witness = append(unit, operator(patient_id), Event.RECOVERY_PERSON_SOUGHT, NOW)
    her = person_of(unit, patient_id, witness)
    typed = TypedIdentity(her.birth_name, her.first_names[0], her.birth_on, her.ins)
    return replace(typed, **changes)


def nobody() -> TypedIdentity:
    """Return the identity of somebody who isn't here."""
    her = person()
    return TypedIdentity("DURAND", "CLAIRE", her.birth_on, her.ins)


def messages(unit: Unit, patient_id: bytes, kind: str) -> list[Message]:
    """Return her waiting messages of one kind, the newest first."""
    return [one for one in waiting_messages(unit, limit=500, patient_id=patient_id) if one.kind == kind]


def newest_code(unit: Unit, patient_id: bytes, kind: str = "recovery-code") -> str:
    """Return the code that left last."""
    return messages(unit, patient_id, kind)[0].parameters["code"]


def dispute_codes(unit: Unit, patient_id: bytes, what: str = "") -> list[str]:
    """Return the dispute codes on her notices, the newest first."""
    told = messages(unit, patient_id, "recovery-notice")
    return [one.parameters["dispute"] for one in told if what in ("", one.parameters["what"])]


def opened(unit: Unit, patient_id: bytes, lost: Lost = Lost.PASSWORD, now=NOW, staff_id: bytes = b"") -> Standing:
    """Open a case by telephone, by an agent who opens no other unless one is named."""
    staff_id = staff_id or b"another-" + secrets.token_bytes(8)
    return open_case(unit, agent(patient_id, staff_id), lost, now, call_reference="A-1")


def prove(unit: Unit, patient_id: bytes, number: str, proof: Proof, now, visit: str = "") -> str:
    """Have a code sent and type it; return how it was taken."""
    choose_channel(unit, holder(unit, number), number, proof, now)
    return give_code(unit, number, newest_code(unit, patient_id), now, visit=visit)


def changed(unit: Unit, her: bytes, kind: ContactKind = ContactKind.MOBILE, now: datetime = NOW) -> datetime:
    """Change a contact of hers, from its asking to its code; return when it is effective."""
    change = ask_contact_change(unit, agent(her), kind, NEW[kind], "Lyon", now, call_reference="B-1")
    approve_contact_change(unit, agent(her, KARIM), change.reference, "Brest", now)
    at = now + timedelta(days=7)
    send_contact_code(unit, agent(her), change.reference, at)
    assert confirm_contact_change(unit, change.reference, newest_code(unit, her, "contact-code"), at) == "right"
    return at


def new_hash(unit: Unit) -> str:
    """Return the hash of another password."""
    return hash_password(unit.holder, "nouvelle lampe sous la fenêtre")
