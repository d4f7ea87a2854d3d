"""The second factors of a person: which she has, and whether what she typed is a live code of one of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from dossier.journal import witness_of
from dossier.store import Unit
from dossier.vault import Place, Witness, keep_key, key_of, wrapped_key_of

from . import tables
from .addresses import CHANNELS, Channel, hint_of
from .cards import lines_left, use_card_line
from .codes import CodePurpose, use_code
from .person import Person
from .queries import person_of
from .rules import canonical_code
from .totp import step_of

_DIGITS = 6


class FactorKind(StrEnum):
    """What somebody may have in her hand. E-mail is none (NIST 63B-4)."""

    CARD = "card"
    SMS = "sms"
    VOICE = "voice"
    LETTER = "letter"
    TOTP = "totp"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor that she has, and what may be shown of it: the end of a number, a town."""

    kind: FactorKind
    hint: str = ""
    lines_left: int = 0
    """Of the card."""


def factors_of(
    unit: Unit, patient_id: bytes, witness: Witness, channels: Collection[Channel] = CHANNELS
) -> tuple[Factor, ...]:
    """Return the factors she has; of those that are sent, the ones this house can send (`channels`)."""
    left, chosen = lines_left(unit, patient_id), _chosen(unit, patient_id)
    card = (Factor(FactorKind.CARD, lines_left=left),) if left else ()
    totp = (Factor(FactorKind.TOTP),) if chosen.get(FactorKind.TOTP) else ()
    hints = _hints(person_of(unit, patient_id, witness), channels, chosen) if channels else {}
    return (*card, *(Factor(FactorKind(channel), hint) for channel, hint in hints.items()), *totp)


def hints_of(unit: Unit, patient_id: bytes, person: Person, channels: Collection[Channel]) -> dict[Channel, str]:
    """Return by which of these channels a code may be sent to her, and what may be shown of each."""
    return _hints(person, channels, _chosen(unit, patient_id))


def decided(unit: Unit, patient_id: bytes, *, is_on: bool) -> set[str]:
    """Return the kinds that she turned on, or off."""
    return {kind for kind, chosen in _chosen(unit, patient_id).items() if chosen is is_on}


def _chosen(unit: Unit, patient_id: bytes) -> dict[str, bool]:
    """Return the kinds that she decided about: whether she turned each on."""
    factor = tables.factor
    hers = sa.select(factor.c.kind, factor.c.is_on).where(factor.c.patient_id == patient_id)
    return {row.kind: row.is_on for row in unit.once("factors", patient_id, lambda: unit.all(hers))}


def _hints(person: Person, channels: Collection[Channel], chosen: Mapping[str, bool]) -> dict[Channel, str]:
    open_to = [channel for channel in CHANNELS if channel in channels and chosen.get(channel, True)]
    return {channel: hint for channel in open_to if (hint := hint_of(person, channel))}


def prove_factor(unit: Unit, patient_id: bytes, typed: str, purpose: CodePurpose, now: datetime) -> FactorKind | None:
    """Return which live factor this is a code of, and use it up; None when it is none.

    Whichever was asked for, each is understood. Nobody's id costs the same work. The caller holds the chain
    (`journal.hold`): guesses sent at once wait for each other.
    """
    sent = use_code(unit, patient_id, purpose, typed, now)
    by_card = sent is None and use_card_line(unit, patient_id, typed, now)
    by_totp = sent is None and not by_card and use_totp(unit, patient_id, typed, now)
    if sent is not None:
        return FactorKind(sent)
    if by_card:
        return FactorKind.CARD
    return FactorKind.TOTP if by_totp else None


def use_totp(unit: Unit, patient_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether this is a code of her application, one step early or late at most, and use its step up."""
    factor = tables.factor
    hers = sa.and_(factor.c.patient_id == patient_id, factor.c.kind == FactorKind.TOTP, factor.c.is_on)
    row = unit.first(sa.select(factor, wrapped_key_of(factor.c.patient_id).label("wrapped")).where(hers))
    code = canonical_code(typed)
    if row is None or row.sealed is None or len(code) != _DIGITS:
        return False
    keep_key(unit, patient_id, row.wrapped)
    witness = witness_of(patient_id, row.entry_sequence)
    secret = key_of(unit, patient_id).open(row.sealed, totp_place(), witness).decode()
    step = step_of(secret, code, now, row.last_step)
    if step is None:
        return False
    unused = sa.and_(hers, factor.c.last_step < step)
    return unit.execute(factor.update().where(unused).values(last_step=step)).rowcount == 1


def totp_place() -> Place:
    """Return the place the secret of an application is bound to."""
    return Place("totp", b"")
