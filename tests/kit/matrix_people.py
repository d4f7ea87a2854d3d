"""Who is in the house of the matrix: people and staff, invented, and where their sessions begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pyotp

from dossier.documents import incoming
from dossier.identity import (
    Basis,
    add_staff,
    enroll_staff,
    find_session,
    hash_password,
    open_record,
    open_staff_session,
    represent,
    staff_member_of,
)
from dossier.identity.staff_tables import staff_key
from dossier.identity.tables import representation
from dossier.lifecycle import State as Space
from dossier.lifecycle import Way, close, move_space, receipts_of, reopen
from dossier.policy import Role
from dossier.store import Unit
from tests.kit.house import PASSWORD, deposited, herself, operator, signed_in, with_credentials
from tests.kit.mandates import BRIOUDE, LE_PUY, plant_site, somebody
from tests.kit.matrix import Who
from tests.kit.visit_acts import space_of
from tests.kit.visits import number_of

if TYPE_CHECKING:
    from tests.kit.matrix_house import MatrixHouse

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday, at which the whole house stands still."""
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MARK = "Marque"
"""Begins a word that stands in the titles of one person's documents, and nowhere else."""

BESIDE = "opposed, by the advisor beside"
"""Somebody who gave a mandate to two advisors, of whom the other one did the act."""

STAFF = {
    Who.ADVISOR: ("laurent.ines", "Inès", "Laurent", Role.ADVISOR, "Auvergne", LE_PUY),
    Who.COLLEAGUE: ("petit.marc", "Marc", "Petit", Role.ADVISOR, "Auvergne", LE_PUY),
    Who.ELSEWHERE: ("costa.lina", "Lina", "Costa", Role.ADVISOR, "Auvergne", BRIOUDE),
    Who.AGENT: ("mercier.paul", "Paul", "Mercier", Role.CALL_AGENT, "Nord", ""),
    Who.OTHER_AGENT: ("benmoussa.leila", "Leïla", "Benmoussa", Role.CALL_AGENT, "Sud", ""),
    Who.SUPERVISOR: ("perrin.nadia", "Nadia", "Perrin", Role.SUPERVISOR, "Auvergne", LE_PUY),
    Who.OTHER_SUPERVISOR: ("dufour.sarah", "Sarah", "Dufour", Role.SUPERVISOR, "Velay", BRIOUDE),
}
"""Who has a desk that is open."""
ALSO_THERE = {
    "nora": ("blanc.nora", "Nora", "Blanc", Role.CALL_AGENT, "Nord", ""),
    "rita": ("vidal.rita", "Rita", "Vidal", Role.ADVISOR, "Auvergne", LE_PUY),
    "zoe": ("roche.zoe", "Zoé", "Roche", Role.ADVISOR, "Auvergne", LE_PUY),
    "lou": ("garcia.lou", "Lou", "Garcia", Role.ADVISOR, "Auvergne", LE_PUY),
}
"""A team mate of the call agent, and three advisors at whose desks somebody has her turn."""
_LIVES: dict[str, tuple[str, Space, bool]] = {
    "jeanne": ("BLANCHARD", Space.ACTIVATED, True),
    "marcel": ("LEGOFF", Space.ACTIVATED, True),
    "claire": ("MARTIN", Space.ACTIVATED, True),
    "karim": ("BENALI", Space.ACTIVATED, True),
    "leo": ("MARTINET", Space.ACTIVATED, False),
    "announced": ("DIALLO", Space.ANNOUNCED, False),
    "announced too": ("PICARD", Space.ANNOUNCED, False),
    "opened": ("GARNIER", Space.OPENED, False),
    "opened too": ("LAMBERT", Space.OPENED, False),
    "opposed": ("MOREL", Space.ANNOUNCED, False),
    "opposed too": ("FAURE", Space.ANNOUNCED, False),
    BESIDE: ("GIRARD", Space.ANNOUNCED, False),
    "addressee": ("BLIN", Space.ANNOUNCED, False),
    "closed": ("CARON", Space.ACTIVATED, True),
    "closed too": ("LEROY", Space.ACTIVATED, True),
    "helped": ("DELMAS", Space.ACTIVATED, True),
    "helped too": ("PERRET", Space.ACTIVATED, True),
    "newcomer": ("LEMAIRE", Space.OPENED, False),
    "invited": ("PERROT", Space.ACTIVATED, True),
    "called": ("HADDAD", Space.ACTIVATED, True),
    "seen": ("LEMOINE", Space.ACTIVATED, True),
    "shown": ("AUBERT", Space.ACTIVATED, True),
    "frozen": ("RENAUD", Space.ACTIVATED, True),
    "moving": ("COLIN", Space.ACTIVATED, True),
}
"""Everybody: her name, the state of her record, and whether she can sign in."""
TWIN = {"jeanne": "marcel", **{one: f"{one} too" for one in ("announced", "opened", "opposed", "closed", "helped")}}
"""In the place of somebody, another patient with whom the same act is possible."""
_SENT_ON = date(2026, 11, 20)


def plant_staff(house: MatrixHouse, unit: Unit) -> None:
    """Add everybody who has a desk, and open it; two have a security key."""
    for name in (LE_PUY, BRIOUDE):
        plant_site(unit, name)
    password_hash = hash_password(unit.holder, PASSWORD)
    for who, (identifier, *told, site) in {**STAFF, **ALSO_THERE}.items():
        add_staff(unit, identifier, *told, NOON - HOUR, site=site)
        house.secrets[who] = pyotp.random_base32()
        enroll_staff(unit, identifier, password_hash, house.secrets[who])
        house.staff[who] = staff_member_of(unit, identifier).staff_id
        house.tokens[who] = open_staff_session(unit, house.staff[who], NOON)
    for who in (Who.ADVISOR, Who.COLLEAGUE):
        key = {"key_id": house.staff[who], "staff_id": house.staff[who], "credential_id": who.encode()}
        unit.add(staff_key, key | {"public_key": b"", "uses": 0, "added_at": NOON})


def plant_people(house: MatrixHouse, unit: Unit) -> None:
    """Enroll everybody; a document each, where the record is open."""
    for n, (name, (birth_name, state, signs_in)) in enumerate(_LIVES.items()):
        traits = {"ins": number_of(2420543157000 + n), "birth_name": birth_name, "usual_name": ""}
        more, has_card = _TRAITS.get(name, {}), name in ("jeanne", "marcel", "claire")
        her = house.people[name] = somebody(unit, card=has_card, card_serial="80250000020000004711", **(traits | more))
        space_of(unit, her.id, state, _SENT_ON if state is Space.ANNOUNCED else None)
        if signs_in:
            house.told[f"identifier of {name}"] = with_credentials(unit, her.id, card=False)
        if state is Space.ACTIVATED:
            title = f"{MARK}{birth_name.title()}"
            house.ids["document", name] = deposited(unit, her.id, title=title, attachments=(_FILE,)).hex()
    secret = {"title": f"{MARK}Secret", "confidentiality": frozenset({"N", "INVISIBLE_REPRESENTANTS_LEGAUX"})}
    house.ids["document", "secret"] = deposited(unit, house.people["leo"].id, **secret).hex()


def plant_receipts(house: MatrixHouse, unit: Unit) -> None:
    """Have some close their records and open them again."""
    for name in ("jeanne", "marcel", "leo"):
        acting = herself(house.people[name].id)
        close(unit, acting, Way.SIGNED_IN, NOON - HOUR)
        reopen(unit, acting, Way.SIGNED_IN, NOON - HOUR)
        if name == "leo":  # without an identifier of his own, it would be opened only
            move_space(unit, operator(acting.patient_id), Space.ACTIVATED, NOON - HOUR)
        house.ids["receipt", name] = receipts_of(unit, house.people[name].id)[0].act_id.hex()


_TRAITS: dict[str, dict[str, object]] = {
    "leo": {"birth_on": date(2015, 4, 2), "first_names": ("LÉO",)},
    "seen": {"mobile": "", "landline": "", "email": "", "address": ()},
    "invited": {"mobile": "", "landline": "", "email": ""},
}
"""A child; and two whom only a desk helps."""
_FILE = incoming.Attachment("text/plain", b"Voir le compte rendu.", "Une page")


def open_sessions(house: MatrixHouse, unit: Unit) -> None:
    """Open the sessions of the portal: two patients, a mother in her child's record, a father who may not any more."""
    people = house.people
    for parent in ("claire", "karim"):
        represent(unit, people[parent].id, people["leo"].id, Basis.PARENT, NOON - HOUR)
    signs_in = {Who.PATIENT: "jeanne", Who.OTHER: "marcel", Who.REPRESENTATIVE: "claire", Who.FORMER: "karim"}
    for who, name in signs_in.items():
        house.tokens[who] = signed_in(unit, people[name].id, NOON)
    for who in (Who.REPRESENTATIVE, Who.FORMER):
        session = find_session(unit, house.tokens[who])
        assert session is not None
        open_record(unit, session, people["leo"].id, NOON)
    unit.execute(representation.delete().where(representation.c.patient_id == people["karim"].id))
    house.tokens[Who.NOBODY] = "n" * 32
