"""People an identity provider vouches for: found once by their exact traits, by a link ever after."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from dossier.base import SUBSTANTIAL
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import blind_index, canonical

from . import tables
from .addresses import Channel
from .exactness import PivotIdentity
from .sessions import OpenSession
from .signing_in import enter, go_on_to_code


def recognize(unit: Unit, provider: str, subject: str, pivot: PivotIdentity | None, now: datetime) -> bytes | None:
    """Return the patient that a provider calls `subject`, or None.

    The first time, the one patient with exactly these traits is linked to it and her journal tells so: with two of
    them, or with a trait missing, nobody is. Later the link alone counts, whatever a register has mended since.
    """
    links = tables.federated_identity
    digest = unit.holder.digest("federated-identity", canonical(provider.encode(), subject.encode()))
    linked: bytes | None = unit.scalar(sa.select(links.c.patient_id).where(links.c.digest == digest))
    if linked is not None:
        return linked
    found = _patients_with(unit, pivot)
    if len(found) != 1:
        return None
    if unit.add_new(links, {"digest": digest, "patient_id": found[0], "linked_at": now}):
        append(unit, _herself(found[0]), Event.IDENTITY_FEDERATED_IDENTITY_LINKED, now, {"provider": provider})
    return found[0]


def enter_vouched(
    unit: Unit,
    visit: str,
    patient_id: bytes,
    provider: str,
    level: int,
    *,
    channels: Collection[Channel],
    now: datetime,
) -> OpenSession | None:
    """Open a session for who was vouched for at eIDAS level substantial; below it, go on to the code and return None.

    A simple identity is one factor, good with a second one until the end of 2028 (ANS, identification of users).
    `channels`: by which ways this house can send codes. Raises `TurnOver` in a turn at a desk that isn't hers.
    """
    hold(unit, patient_id)
    told = append(unit, _herself(patient_id), Event.IDENTITY_FEDERATED_IDENTITY_RECOGNIZED, now, {"provider": provider})
    if level < SUBSTANTIAL:
        go_on_to_code(unit, visit, patient_id, told, channels=channels, now=now)
        return None
    return enter(unit, visit, patient_id, at_home=False, now=now)


def _patients_with(unit: Unit, pivot: PivotIdentity | None) -> list[bytes]:
    if pivot is None or not pivot.canonical:
        return []
    index = tables.blind_index
    digest = blind_index(unit.holder, "pivot", pivot.canonical)
    found = sa.select(index.c.patient_id).where(index.c.field == "pivot", index.c.digest == digest)
    return [row.patient_id for row in unit.all(found.limit(2))]


def _herself(patient_id: bytes) -> Acting:
    return Acting(Role.PATIENT, patient_id, patient_id)
