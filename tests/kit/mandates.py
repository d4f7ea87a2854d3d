"""Mandates for tests: advisors at two sites, Mme Roux with telephones and a card, codes read out of the outbox."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from dossier.identity import (
    Basis,
    Person,
    SiteUnknown,
    StaffSession,
    TypedIdentity,
    add_site,
    add_staff,
    enroll,
    find_staff_session,
    issue_card,
    open_staff_session,
    represent,
    site_named,
)
from dossier.identity.staff import row_of_identifier
from dossier.mandates import (
    AgreedText,
    Duration,
    MandateLine,
    UseDetail,
    Wanted,
    acting_under,
    draft_mandate,
    give_consent,
    note_use,
    send_consent_code,
)
from dossier.outbox import Message
from dossier.outbox.queries import open_message
from dossier.outbox.tables import message
from dossier.policy import Acting, Role, Scope
from dossier.store import Unit
from tests.kit.house import CODES, NOW, person

LE_PUY, BRIOUDE = "France Services du Puy", "France Services de Brioude"
NETWORK = "203.0.113"
DOMAINS = (10,)
TEXT = AgreedText("2026-11-01", ("fr",), hashlib.sha256("Vous donnez à Paul Mercier…".encode()).digest())
CONTACTS = {
    "mobile": "+33639980142",
    "landline": "+33471090142",
    "email": "jeanne.roux@example.org",
    "address": ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"),
}
WRONG = "000000"
EVERYTHING = frozenset(Scope)


@dataclass(frozen=True)
class Somebody:
    """Somebody enrolled, and her identity as she would type it."""

    id: bytes
    person: Person

    @property
    def typed(self) -> TypedIdentity:
        """What is on her identity paper."""
        her = self.person
        return TypedIdentity(her.birth_name, her.first_names[0], her.birth_on, her.ins)


def staff(unit: Unit, role: Role = Role.ADVISOR, site: str = LE_PUY, first_name: str = "Paul") -> StaffSession:
    """Add somebody at a site, and open her desk."""
    identifier = f"mercier.{''.join(secrets.choice('abcdefghij') for _ in range(12))}"
    plant_site(unit, site)
    add_staff(unit, identifier, first_name, "Mercier", role, "Auvergne", NOW, site=site)
    return desk_of(unit, identifier)


def plant_site(unit: Unit, name: str) -> None:
    """Add a site unless it is there, or has no name."""
    try:
        site_named(unit, name or LE_PUY)
    except SiteUnknown:
        add_site(unit, name or LE_PUY, "1 place du Marché, 43000 Le Puy-en-Velay", NOW)


def desk_of(unit: Unit, identifier: str, now: datetime = NOW) -> StaffSession:
    """Open somebody's desk anew."""
    row = row_of_identifier(unit, identifier)
    assert row is not None
    found = find_staff_session(unit, open_staff_session(unit, row.staff_id, now))
    assert found is not None
    return found


def somebody(unit: Unit, *, card: bool = True, **traits: object) -> Somebody:
    """Enroll Mme Roux with every contact and a card, unless told otherwise."""
    her = person(**(CONTACTS | traits))
    patient_id = enroll(unit, her, "fr", NOW)
    if card:
        issue_card(unit, patient_id, CODES, NOW)
    return Somebody(patient_id, her)


def child_of(unit: Unit, parent: Somebody, basis: Basis = Basis.PARENT, born: date = date(2015, 4, 2)) -> Somebody:
    """Enroll a child whom somebody represents."""
    child = somebody(unit, card=False, mobile="", landline="", email="", first_names=("LÉO",), birth_on=born)
    represent(unit, parent.id, child.id, basis, NOW)
    return child


def nobody() -> TypedIdentity:
    """Return the identity of somebody who isn't here."""
    her = person()
    return TypedIdentity("DURAND", "CLAIRE", her.birth_on, her.ins)


def wanted(*scopes: Scope, duration: Duration = Duration.VISIT) -> Wanted:
    """Return what an advisor asks for; the opt-out alone unless told otherwise."""
    return Wanted(frozenset(scopes or (Scope.OPT_OUT,)), duration, is_explicit=True)


def drafted(
    unit: Unit, advisor: StaffSession, her: Somebody, *scopes: Scope, duration: Duration = Duration.VISIT, now=NOW
) -> MandateLine:
    """Draft a mandate for somebody."""
    return draft_mandate(unit, advisor, her.typed, DOMAINS, wanted(*scopes, duration=duration), TEXT, now)


def messages(unit: Unit, patient_id: bytes, kind: str = "consent-code") -> list[Message]:
    """Return her waiting messages of one kind, the newest first."""
    hers = sa.select(message).where(message.c.patient_id == patient_id, message.c.kind == kind)
    return [open_message(unit, row) for row in unit.all(hers.order_by(message.c.entry_sequence.desc()))]


def newest_code(unit: Unit, patient_id: bytes) -> str:
    """Return the code that left last."""
    return messages(unit, patient_id)[0].parameters["code"]


def stop_codes(unit: Unit, patient_id: bytes, reference: str = "") -> list[str]:
    """Return the stop codes on her notices."""
    told = [one.parameters for one in messages(unit, patient_id, "mandate-given")]
    return [one["stop"] for one in told if reference in ("", one["number"])]


def given(
    unit: Unit, advisor: StaffSession, her: Somebody, *scopes: Scope, duration: Duration = Duration.VISIT, now=NOW
) -> str:
    """Draft a mandate and have her agree by SMS; return its number."""
    reference = drafted(unit, advisor, her, *scopes, duration=duration, now=now).reference
    send_consent_code(unit, advisor, reference, "sms", now)
    assert give_consent(unit, reference, newest_code(unit, her.id), NETWORK, now) == "right"
    return reference


def acted(
    unit: Unit, advisor: StaffSession, reference: str, scope: Scope, now: datetime, detail: UseDetail | None = None
) -> Acting:
    """Do an act under a mandate that changes nothing but is noted; return who did it."""
    acting = acting_under(unit, advisor, reference, scope, now)
    note_use(unit, acting, now, detail)
    return acting
