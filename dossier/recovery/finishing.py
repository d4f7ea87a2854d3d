"""Finishing: she sets a new password herself and holds a factor; whatever opened before opens nothing any more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from dossier.identity import (
    close_every_door,
    person_of,
    renew_identifier,
    renew_password,
)
from dossier.journal import Event, append
from dossier.lifecycle import mail_card, make_card
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import rules
from .bodies import case_from, to_text
from .keeping import CaseUnknown, Held, held, keep, visit_digest
from .notices import tell_all
from .shapes import CaseRefused, ChannelRefused, Lost, Proof
from .tables import case as table

NewFactor = Literal["printed-card", "mailed-card", "phone"]


@dataclass(frozen=True, slots=True)
class Finished:
    """What she takes away: the codes of a card to print now, else none; and the name to print on it."""

    codes: tuple[str, ...] = ()
    name: str = ""


def finish(
    unit: Unit,
    number: str,
    visit: str,
    password_hash: str,
    factor: NewFactor,
    now: datetime,
    *,
    identifier: str = "",
) -> Finished:
    """End a granted case: new password, new factor; sessions and codes die, a notice goes to every channel.

    The caller made the hash of a password checked by `check_new_password`. `identifier`, when given, replaces hers.
    Raises `CaseUnknown`, `CaseRefused` (not granted, over, another visit, only an identifier was lost),
    `ChannelRefused`, `IdentifierUnfit`, `AlreadyKnown`.
    """
    found, patient_id = _granted(unit, number, visit, now)
    if found.case.lost is Lost.IDENTIFIER:
        raise CaseRefused(state=found.case.state)
    close_every_door(unit, Acting(Role.PATIENT, patient_id, patient_id), now)
    renew_password(unit, patient_id, password_hash, now)
    if identifier:
        renew_identifier(unit, patient_id, identifier, now)
    codes = _bind(unit, found, patient_id, factor, now)
    _end(unit, found, patient_id, visit, now)
    person = person_of(unit, patient_id, found.witness)
    return Finished(codes, f"{person.first_names[0]} {person.name}")


def finish_identifier(unit: Unit, number: str, visit: str, identifier: str, now: datetime) -> None:
    """End a granted case of a lost identifier: she gets a new one, and nothing else changes. Raises as `finish`."""
    found, patient_id = _granted(unit, number, visit, now)
    if found.case.lost is not Lost.IDENTIFIER:
        raise CaseRefused(state=found.case.state)
    renew_identifier(unit, patient_id, identifier, now)
    _end(unit, found, patient_id, visit, now)


def _granted(unit: Unit, number: str, visit: str, now: datetime) -> tuple[Held, bytes]:
    found = held(unit, number, now)
    rules.done(found.case, visit_digest(unit, visit), now)
    if found.patient_id is None:
        raise CaseUnknown
    return found, found.patient_id


def _bind(unit: Unit, found: Held, patient_id: bytes, factor: NewFactor, now: datetime) -> tuple[str, ...]:
    """Give her a factor to sign in with; a card is sent along with a telephone when her address holds."""
    herself = Acting(Role.PATIENT, patient_id, patient_id)
    if factor == "printed-card":
        return make_card(unit, herself, now)
    address, mobile = found.channel(Proof.LETTER), found.channel(Proof.SMS)
    if factor == "phone" and (mobile is None or mobile.why_not):
        raise ChannelRefused(why="absent" if mobile is None else mobile.why_not)
    if address is not None and not address.why_not:
        mail_card(unit, herself, address.address, now)
    elif factor == "mailed-card":
        raise ChannelRefused(why="absent" if address is None else address.why_not)
    return ()


def _end(unit: Unit, found: Held, patient_id: bytes, visit: str, now: datetime) -> None:
    keep(unit, found, rules.done(found.case, visit_digest(unit, visit), now))
    others = sa.and_(table.c.patient_id == patient_id, table.c.number_digest != found.digest)
    for row in unit.all(sa.select(table.c.number_digest, table.c.body).where(others)):
        other = case_from(row.body)
        over = rules.superseded(other, now)
        if over is not other:
            values = {"state": str(over.state), "body": to_text(over), "due_at": None}
            unit.execute(table.update().where(table.c.number_digest == row.number_digest).values(values))
    append(unit, found.acting, Event.RECOVERY_CASE_DONE, now)
    tell_all(unit, found.acting, found.channels, "case", found.digest, "done", now)
