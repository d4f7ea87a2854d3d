"""Writing to her on every channel she has, each time with a code of its own for « this was not me »."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Literal

from dossier.identity import ContactKind, canonical_code, language_of
from dossier.outbox import queue
from dossier.policy import Acting
from dossier.store import Unit

from .channels import WAY_OF, Channel
from .limits import LIMITS
from .tables import dispute_code as table

DISPUTE_DIGITS = 12
"""Digits alone: they can be typed on the keypad of a telephone."""
Subject = Literal["case", "change"]
Told = Literal[
    "opened",
    "locked",
    "cooling",
    "granted",
    "done",
    "frozen",
    "reopened",
    "seen",
    "seen-refused",
    "contact-approved",
    "contact-changed",
    "contact-stopped",
    "contact-held",
]


def tell_all(
    unit: Unit,
    acting: Acting,
    channels: Collection[Channel],
    subject: Subject,
    digest: bytes,
    what: Told,
    now: datetime,
    *,
    about: ContactKind | None = None,
) -> None:
    """Queue a notice to each of these channels. Nothing in it tells which channels there are, nor the case's number."""
    for one in channels:
        parameters = {"what": what, "dispute": _new_dispute_code(unit, acting.patient_id, subject, digest, now)}
        queue(
            unit,
            acting,
            now,
            kind="recovery-notice",
            channel=WAY_OF[one.proof],
            language=language_of(unit, acting.patient_id),
            address=one.address,
            parameters=parameters | ({"contact": str(about)} if about else {}),
            not_after=now + LIMITS.dispute_life,
        )


def dispute_digest(unit: Unit, typed: str) -> bytes:
    """Return the look-up digest of a dispute code as it was typed or keyed in."""
    return unit.holder.digest("recovery-dispute", canonical_code(typed).encode())


def sweep_dispute_codes(unit: Unit, now: datetime) -> None:
    """Delete the dispute codes that are too old to be used."""
    unit.execute(table.delete().where(table.c.expires_at < now))


def _new_dispute_code(unit: Unit, patient_id: bytes, subject: Subject, digest: bytes, now: datetime) -> str:
    code = f"{secrets.randbelow(10**DISPUTE_DIGITS):0{DISPUTE_DIGITS}d}"
    row = {
        "code_digest": dispute_digest(unit, code),
        "patient_id": patient_id,
        "subject": subject,
        "subject_digest": digest,
        "expires_at": now + LIMITS.dispute_life,
        "used_at": None,
    }
    unit.add(table, row)
    return code
