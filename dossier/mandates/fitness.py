"""Who can give a mandate: no protected adult, no child; for a child, a parent who represents it (DOMAIN B7, B8)."""

from datetime import datetime

from dossier.identity import Basis, person_of, representatives_of
from dossier.store import Unit
from dossier.vault import Witness

from .rules import is_minor
from .shapes import Unfit


def unfit(unit: Unit, patient: Witness, giver: Witness, now: datetime) -> Unfit | None:
    """Return why no mandate can be given over this record, or goes on: asked before it is given, and before each act.

    Each is read under the entry that tells of the draft. Private to the room.
    """
    person = person_of(unit, giver.patient_id, giver)
    measured = any(one.basis == Basis.MEASURE for one in representatives_of(unit, giver.patient_id))
    if person.measure or measured:
        return "protected"
    if is_minor(person.birth_on, now.date()):
        return "minor"
    return None if giver.patient_id == patient.patient_id else _grown(unit, patient, giver.patient_id, now)


def _grown(unit: Unit, child: Witness, parent_id: bytes, now: datetime) -> Unfit | None:
    known = representatives_of(unit, child.patient_id)
    is_parent = any(one.representative_id == parent_id and one.basis == Basis.PARENT for one in known)
    is_child = is_minor(person_of(unit, child.patient_id, child).birth_on, now.date())
    return None if is_parent and is_child else "grown"
