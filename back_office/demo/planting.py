"""Planting the cast: people, credentials, cards, spaces, profiles, documents; and codes that are valid now."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from back_office.intake import read_document
from dossier.base import KeyHolder
from dossier.documents import deposit
from dossier.identity import (
    CARD_LINES,
    Basis,
    CodePurpose,
    TypedIdentity,
    check_new_password,
    enroll,
    hash_password,
    issue_card,
    make_code,
    next_line,
    patient_by_identifier,
    patient_by_ins,
    represent,
    set_credentials,
)
from dossier.lifecycle import (
    Announcement,
    Occasion,
    Purpose,
    Sending,
    SendingSource,
    State,
    Way,
    Zone,
    announce,
    announce_to,
    ask_new_code,
    close,
    move_space,
    notices_sent,
    opt_out,
    regime_named,
    regime_told,
)
from dossier.policy import Acting, Role
from dossier.store import Store, Unit
from portal.ui import day_of

from .cast import ADDRESSEES, BY_IDENTIFIER, CAST, TEST_DOMAIN, Addressee, Member
from .papers import papers_of
from .profiles import declare_profile
from .staff import plant_staff, staff_is_planted

_LETTER_AGE = timedelta(days=5)
_OLD_LETTER_AGE = timedelta(days=120)
_TOLD = regime_named("one-month-from-sending")


def is_planted(store: Store) -> bool:
    """Tell whether everybody is there: the last of those who got a letter comes last."""
    with store.reading() as unit:
        return patient_by_ins(unit, ADDRESSEES[-1].person.ins, TEST_DOMAIN) is not None and staff_is_planted(unit)


def plant(store: Store, now: datetime) -> Iterator[Member]:
    """Plant each member that isn't there yet, one transaction each, and yield it when it stands."""
    for member in CAST:
        password_hash = hash_password(store.holder, check_new_password(member.password))
        with store.writing() as unit:
            if patient_by_identifier(unit, member.identifier) is None:
                _plant_one(unit, member, password_hash, now)
        yield member
    plant_staff(store, now)
    with store.writing() as unit:
        for addressee in ADDRESSEES:
            if patient_by_ins(unit, addressee.person.ins, TEST_DOMAIN) is None:
                _write_to(unit, addressee, now)


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


def letters() -> list[dict[str, str]]:
    """Return what one needs to know of those who got a letter and have no account; the codes are on `/demo/outbox`."""
    return [
        {
            "name": f"{one.person.first_names[0].title()} {one.person.name.title()}",
            "born": one.person.birth_on.isoformat(),
            "ins": one.person.ins,
            "card_end": one.person.card_serial[-4:],
            "life": one.life,
        }
        for one in ADDRESSEES
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
    if line is None:
        return make_code(unit, patient_id, "sms", CodePurpose.SIGN_IN, now)
    return card_codes(unit.holder, member.identifier)[line - 1]


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
    operator, herself = Acting(Role.OPERATOR, patient_id), Acting(Role.PATIENT, patient_id, patient_id)
    announced_only = member.state in (State.ANNOUNCED, State.OPPOSED)
    sent_on = day_of(now - (_LETTER_AGE if announced_only else _OLD_LETTER_AGE))
    announce(unit, operator, Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, Zone.METROPOLE), _TOLD, now)
    if member.state is State.OPPOSED:
        opt_out(unit, herself, Way.PAPER, now)
    if announced_only:
        return
    move_space(unit, operator, State.OPENED, now)
    if member.state is State.OPENED:
        return
    move_space(unit, operator, State.ACTIVATED, now)
    _fill(unit, member, patient_id, now)
    if member.state is State.CLOSED:
        close(unit, herself, Way.SIGNED_IN, now)


def _write_to(unit: Unit, addressee: Addressee, now: datetime) -> bytes:
    """Announce a record to one of those who got a letter; open it when the window is over. Return the patient id."""
    age = _OLD_LETTER_AGE if addressee.opened else _LETTER_AGE
    sent_on, person = day_of(now - age), addressee.person
    told = regime_told(addressee.occasion, sent_on, _TOLD.id) or _TOLD
    parent = BY_IDENTIFIER.get(addressee.parent)
    name = f"{parent.person.first_names[0]} {parent.person.name}" if parent else ""
    sending = Sending(addressee.occasion, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
    announce_to(unit, Announcement(person, "fr", sending, told, name), now - age)  # a new code may be asked for today
    patient_id = patient_by_ins(unit, person.ins, TEST_DOMAIN) or b""
    notices_sent(unit, [patient_id])  # in this story the letter left days ago
    if parent:
        parent_id = patient_by_identifier(unit, addressee.parent) or b""
        represent(unit, parent_id, patient_id, Basis.PARENT, now)
    if addressee.opened:
        move_space(unit, Acting(Role.OPERATOR, patient_id), State.OPENED, now)
        typed = TypedIdentity(person.birth_name, person.first_names[0], person.birth_on, person.ins)
        ask_new_code(unit, typed, Purpose.ACTIVATION, "demo", {TEST_DOMAIN}, now, sms=True)
    return patient_id


def _fill(unit: Unit, member: Member, patient_id: bytes, now: datetime) -> None:
    for paper in papers_of(member):
        read = read_document(paper)
        source = Acting(Role.SOURCE, patient_id, actor_name=read.organization)
        deposit(unit, source, member.person, read, now)
    declare_profile(unit, Acting(Role.PATIENT, patient_id, patient_id), member.identifier, now)
