"""Planting the cast: people, credentials, cards, spaces, profiles, documents; and codes that are valid now."""

from collections.abc import Iterator
from datetime import datetime

from back_office.intake import read_document
from dossier.base import KeyHolder
from dossier.documents import deposit
from dossier.identity import (
    CARD_LINES,
    Basis,
    check_new_password,
    enroll,
    hash_password,
    issue_card,
    make_code,
    next_line,
    patient_by_identifier,
    represent,
    set_credentials,
)
from dossier.lifecycle import State, found_space, move_space
from dossier.policy import Acting, Role
from dossier.store import Store, Unit

from .cast import BY_IDENTIFIER, CAST, Member
from .papers import papers_of
from .profiles import declare_profile

_WAY_TO: dict[State, tuple[State, ...]] = {
    State.ANNOUNCED: (),
    State.OPPOSED: (State.OPPOSED,),
    State.OPENED: (State.OPENED,),
    State.ACTIVATED: (State.OPENED, State.ACTIVATED),
    State.CLOSED: (State.OPENED, State.ACTIVATED, State.CLOSED),
}


def is_planted(store: Store) -> bool:
    """Tell whether the whole cast is there: its last member comes last."""
    with store.reading() as unit:
        return patient_by_identifier(unit, CAST[-1].identifier) is not None


def plant(store: Store, now: datetime) -> Iterator[Member]:
    """Plant each member that isn't there yet, one transaction each, and yield it when it stands."""
    for member in CAST:
        password_hash = hash_password(store.holder, check_new_password(member.password))
        with store.writing() as unit:
            if patient_by_identifier(unit, member.identifier) is None:
                _plant_one(unit, member, password_hash, now)
        yield member


def members() -> list[dict[str, str]]:
    """Return what one needs to know of each member."""
    return [
        {
            "role": member.role,
            "name": f"{member.person.first_names[0].title()} {member.person.name.title()}",
            "identifier": member.identifier,
            "password": member.password,
            "life": member.life,
            "ins": member.person.ins,
        }
        for member in CAST
    ]


def code_for(unit: Unit, identifier: str, now: datetime) -> str | None:
    """Return a code that opens this member's sign-in now: the card's next line, or one sent by SMS; None if unknown.

    A card's codes are known here only because a demonstration's are made from its keys.
    """
    member = BY_IDENTIFIER.get(identifier.strip().casefold())
    patient_id = patient_by_identifier(unit, identifier)
    if member is None or patient_id is None:
        return None
    line = next_line(unit, patient_id)
    return make_code(unit, patient_id, now) if line is None else card_codes(unit.holder, member.identifier)[line - 1]


def card_codes(holder: KeyHolder, identifier: str) -> list[str]:
    """Return the fifty codes of a member's card."""
    return [
        f"{int.from_bytes(holder.digest('demo-card', f'{identifier}|{line}'.encode())[:8], 'big') % 10**8:08d}"
        for line in range(1, CARD_LINES + 1)
    ]


def _plant_one(unit: Unit, member: Member, password_hash: str, now: datetime) -> None:
    patient_id = enroll(unit, member.person, member.language, now)
    set_credentials(unit, patient_id, member.identifier, password_hash, now)
    if member.has_card:
        issue_card(unit, patient_id, card_codes(unit.holder, member.identifier), now)
    _plant_record(unit, member, patient_id, now)
    for identifier, basis in member.represents:
        represented = patient_by_identifier(unit, identifier)
        if represented is not None:
            represent(unit, patient_id, represented, Basis(basis), now)


def _plant_record(unit: Unit, member: Member, patient_id: bytes, now: datetime) -> None:
    operator = Acting(Role.OPERATOR, patient_id)
    found_space(unit, operator, now)
    for state in _WAY_TO[member.state]:
        if state is State.CLOSED:  # a record that is closed today was fed while it was open
            _fill(unit, member, patient_id, now)
        move_space(unit, operator, state, now)
    if member.state is State.ACTIVATED:
        _fill(unit, member, patient_id, now)


def _fill(unit: Unit, member: Member, patient_id: bytes, now: datetime) -> None:
    for paper in papers_of(member):
        read = read_document(paper)
        source = Acting(Role.SOURCE, patient_id, actor_name=read.organization)
        deposit(unit, source, member.person, read, now)
    declare_profile(unit, Acting(Role.PATIENT, patient_id, patient_id), member.identifier, now)
