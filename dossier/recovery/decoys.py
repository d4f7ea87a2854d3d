"""What is shown of somebody who isn't known here: a miss looks like a hit until a proof is made."""

import secrets
from datetime import date

from dossier.identity import TypedIdentity
from dossier.store import Unit
from dossier.vault import canonical

from .shapes import Proof

_TOWNS = (
    "AMIENS",
    "ANGERS",
    "BÉZIERS",
    "BREST",
    "DIJON",
    "LE MANS",
    "LILLE",
    "LIMOGES",
    "NANTES",
    "NÎMES",
    "RENNES",
    "ROUEN",
    "TOULON",
    "TOURS",
    "TROYES",
    "VALENCE",
)


def decoy_seed(unit: Unit, typed: TypedIdentity) -> bytes:
    """Return what the channels of this identity are drawn from: asked twice, it gives the same ones."""
    told = (typed.ins, typed.birth_name.casefold(), typed.first_name.casefold(), typed.birth_on.isoformat())
    return unit.holder.digest("recovery-decoy", canonical(*(part.encode() for part in told)))


def birth_mark(unit: Unit, seed: bytes, day: date) -> str:
    """Return what a decoy keeps of the birth date that was typed: a keyed digest, good for this identity alone."""
    return unit.holder.digest("recovery-born", canonical(seed, day.isoformat().encode())).hex()


def new_seed() -> bytes:
    """Return a seed for a case that needs none."""
    return secrets.token_bytes(32)


def decoy_channels(unit: Unit, seed: bytes) -> tuple[tuple[Proof, str], ...]:
    """Return ways and hints as a real person's would look."""
    drawn = unit.holder.digest("recovery-decoy-channels", seed)
    sms = (Proof.SMS, f"{drawn[0] % 100:02d}")
    voice = (Proof.VOICE, f"{drawn[1] % 100:02d}")
    letter = (Proof.LETTER, _TOWNS[drawn[2] % len(_TOWNS)])
    return ((sms, letter), (sms, voice, letter), (voice, letter))[drawn[3] % 3]
