"""What every act over a space does alike: hold it, move it, tell the journal, give the receipt, queue the notices."""

from datetime import datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.identity import language_of
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Ground
from dossier.store import Unit

from .acts import ActKind, Receipt, Way
from .cases import Case
from .notices import tell
from .queries import case_of
from .receipts import issue


class SpaceUnknown(Refused):
    """This person has no record space here."""

    code: ClassVar[str] = "space-unknown"


def held_case(unit: Unit, acting: Acting) -> Case:
    """Return the patient's case, which stays as it is until this unit ends. Raises `SpaceUnknown`."""
    hold(unit, acting.patient_id)
    case = case_of(unit, acting.patient_id)
    if case is None:
        raise SpaceUnknown
    return case


def done(
    unit: Unit,
    acting: Acting,
    kind: ActKind,
    way: Way,
    case: Case,
    ground: Ground,
    now: datetime,
    *,
    counts_at: datetime | None = None,
) -> Receipt:
    """Tell the journal of an act, and return its receipt, which is queued for the person as well."""
    facts = {"kind": str(kind), "way": str(way), "ground": str(ground)}
    witness = append(unit, acting, Event.LIFECYCLE_ACT_DONE, now, facts)
    receipt = issue(unit, acting, kind, way, case, now, witness, counts_at=counts_at or now)
    tell(unit, acting, receipt, language_of(unit, acting.patient_id), witness, now)
    return receipt
