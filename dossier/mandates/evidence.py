"""The paper that was signed for a weak mandate: sealed, kept as long as its deed, opened by no desk at all."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from dossier.journal import Event, append
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit
from dossier.vault import Place, has_key, key_of

from .keeping import Held, held, number_digest
from .shapes import MandateDead
from .tables import paper as table


def keep_paper(unit: Unit, found: Held, content: bytes) -> None:
    """Seal a paper with the patient's key, for this mandate alone; nothing when there is none. Private to the room."""
    if not content or found.patient_id is None:
        return
    sealed = key_of(unit, found.patient_id).seal(content, _place(found.digest))
    unit.add(table, {"patient_id": found.patient_id, "number_digest": found.digest, "sealed": sealed})


def open_evidence(unit: Unit, number: str, now: datetime) -> bytes:
    """Return the paper of a mandate, for a dispute: by the operator alone, told in the patient's history.

    Its SHA-256 is the one that the deed's signature covers. Raises `MandateDead` where there is none: no such mandate,
    another proof, nobody's, or erased.
    """
    found = held(unit, number, now)
    wanted = sa.select(table.c.sealed).where(table.c.patient_id == found.patient_id)
    row = unit.first(wanted.where(table.c.number_digest == number_digest(unit, number)))
    if row is None or found.patient_id is None or not has_key(unit, found.patient_id):
        raise MandateDead
    acting = Acting(Role.OPERATOR, found.patient_id)
    require(acting, Action.MANDATE_EVIDENCE_OPEN)
    witness = append(
        unit, acting, Event.MANDATES_EVIDENCE_OPENED, now, {"mandate": found.reference, "site": found.site}
    )
    return key_of(unit, found.patient_id).open(row.sealed, _place(found.digest), witness)


def forget_papers(unit: Unit, of: Collection[tuple[bytes, bytes]]) -> None:
    """Erase the papers of mandates whose evidence goes: (patient, number's digest). Private to the room."""
    for patient_id, digest in of:
        hers = sa.and_(table.c.patient_id == patient_id, table.c.number_digest == digest)
        unit.execute(table.delete().where(hers))


def _place(digest: bytes) -> Place:
    return Place("mandate-paper", digest)
