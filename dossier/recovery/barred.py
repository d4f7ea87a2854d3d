"""A case beyond what she may open: nobody's to the pages and the telephone, hers once a desk has seen her paper."""

from datetime import datetime

from dossier.identity import TypedIdentity
from dossier.journal import Event, append
from dossier.store import Unit

from .decoys import decoy_seed, new_seed
from .finding import stranger
from .keeping import Held, held_by_digest, keep, persona
from .quotas import frozen_since
from .shapes import Case, CaseState


def seed_of_barred(unit: Unit, patient_id: bytes) -> bytes:
    """Return what the decoys of somebody known are drawn from, however she wrote her name."""
    return unit.holder.digest("recovery-barred", patient_id)


def owners(unit: Unit, typed: TypedIdentity, patient_id: bytes | None) -> tuple[bytes, ...]:
    """Return whose a case may be that this person calls hers: her own, or one that stands for her."""
    if patient_id is None:
        return (persona(decoy_seed(unit, typed)),)
    return patient_id, persona(seed_of_barred(unit, patient_id))


def made_hers(unit: Unit, found: Held, patient_id: bytes, now: datetime) -> Held:
    """Return the case as one of her own, which begins anew: no agent holds it, and nothing given in it counts.

    After a dispute it is frozen, so that it takes a second person and one proof more.
    """
    since = frozen_since(unit, patient_id, now)
    state = CaseState.FROZEN if since else CaseState.OPEN
    case = Case(found.case.lost, state, found.case.opened_at, found.case.expires_at, disputed_at=since)
    facts = {"lost": str(case.lost), "call": ""}
    sequence = append(unit, stranger(patient_id), Event.RECOVERY_CASE_OPENED, now, facts).sequence
    owner = {"patient_id": patient_id, "entry_sequence": sequence, "seed": new_seed()}
    keep(unit, found, case, **owner, held_by=None, held_at=None)
    return held_by_digest(unit, found.digest, now)
