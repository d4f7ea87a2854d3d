"""What is shown of somebody who isn't known here: a miss looks like a hit until a proof is made."""

import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from dossier.identity import ContactKind, TypedIdentity, plain_name
from dossier.store import Unit
from dossier.vault import canonical

from .bodies import change_from
from .channels import PROOF_OF, Channel
from .contact_rules import ChangeState
from .shapes import Proof
from .tables import change
from .towns import TOWNS

_HELD = sa.select(change).where(change.c.state == str(ChangeState.HELD))
_HELD_OF = "held-changes"
_NAMES, _HOUSES = "abcdefgijlmnprstv", "ggggoohhlfwys"
"""What e-mail addresses begin with, before their @ and behind it."""


def decoy_seed(unit: Unit, typed: TypedIdentity) -> bytes:
    """Return what the channels of this identity are drawn from: asked twice, however it is written, the same ones."""
    told = (typed.ins, plain_name(typed.birth_name), plain_name(typed.first_name), typed.birth_on.isoformat())
    return unit.holder.digest("recovery-decoy", canonical(*(part.encode() for part in told)))


def birth_mark(unit: Unit, seed: bytes, day: date) -> str:
    """Return what a decoy keeps of the birth date that was typed: a keyed digest, good for this identity alone."""
    return unit.holder.digest("recovery-born", canonical(seed, day.isoformat().encode())).hex()


def new_seed() -> bytes:
    """Return a seed for a case that needs none."""
    return secrets.token_bytes(32)


def decoy_channels(unit: Unit, person: bytes) -> tuple[tuple[Proof, str], ...]:
    """Return ways and hints as a real person's would look; `person` is whom the decoy stands for."""
    drawn = _drawn(unit, person)
    sms = (Proof.SMS, f"{drawn[0] % 100:02d}")
    voice = (Proof.VOICE, f"{drawn[1] % 100:02d}")
    letter = (Proof.LETTER, TOWNS[drawn[2] % len(TOWNS)])
    email = (Proof.EMAIL, f"{_NAMES[drawn[4] % len(_NAMES)]}…@{_HOUSES[drawn[5] % len(_HOUSES)]}…")
    ways = ((sms, letter), (sms, voice, letter), (voice, letter))[drawn[3] % 3]
    return (*ways, email) if drawn[6] % 2 else ways


def decoy_in_hand(unit: Unit, person: bytes) -> tuple[Proof, ...]:
    """Return what somebody like that proves with that has no address: one in eight has an application."""
    totp = () if _drawn(unit, person)[7] % 8 else (Proof.TOTP,)
    return (Proof.CARD, *totp, Proof.PASSWORD)


def decoy_contacts(unit: Unit, person: bytes, now: datetime) -> tuple[Channel, ...]:
    """Return the same as channels: a change of contact that was approved keeps codes away from there, as for anybody.

    None has an address, so nothing can ever leave.
    """
    held = _on_hold(unit, person, now)
    return tuple(
        Channel(one, str(one), hint, address="", why_not="held" if one in held else "")
        for one, hint in decoy_channels(unit, person)
    )


def _drawn(unit: Unit, person: bytes) -> bytes:
    return unit.holder.digest("recovery-decoy-channels", person)


def decoys_ahead(unit: Unit, people: Collection[bytes]) -> None:
    """Read in one statement what a list tells of many whom decoys stand for, as `identity.read_ahead` of the others."""
    wanted = sorted(set(people))
    if unit.writes or len(wanted) < 2:
        return
    found: dict[bytes, list[sa.Row[Any]]] = {}
    for row in unit.all(_HELD.where(unit.among(change.c.patient_id, wanted))):
        found.setdefault(row.patient_id, []).append(row)
    unit.know(_HELD_OF, wanted, found, ())


def _on_hold(unit: Unit, person: bytes, now: datetime) -> set[Proof]:
    rows = unit.once(_HELD_OF, person, lambda: unit.all(_HELD.where(change.c.patient_id == person)))
    held = ((row.kind, change_from(row.body).held_until) for row in rows)
    return {PROOF_OF[ContactKind(kind)] for kind, until in held if until is not None and now < until}
