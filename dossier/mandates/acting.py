"""The one door for an advisor's act: a mandate alive at this instant, hers, with this scope, and a fresh proof."""

from datetime import datetime

from dossier.base import new_id
from dossier.identity import StaffSession, desk_is_open, has_turn
from dossier.journal import Event, append
from dossier.policy import Acting, Role, Scope
from dossier.store import Unit

from . import rules
from .keeping import Held, held_of_advisor
from .shapes import MandateDead
from .tables import use


def acting_under(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> Acting:
    """Return the advisor acting for her patient under one scope, for one act, in the act's own writing unit.

    Nothing is believed from an earlier page: the mandate is read anew with its patient's turn taken, so that a
    revocation comes before the act or after it, never in between. Asked for again in the next act, never kept.
    Told in the patient's journal (`mandates:mandate:used`). Raises `NotPermitted`, `MandateDead`, `ProofTooOld`.
    """
    if not unit.writes:
        raise ValueError("an act under a mandate is done in a writing unit")
    found, patient_id = _alive(unit, staff, reference, scope, now)
    if not desk_is_open(unit, staff):
        raise MandateDead(why="desk")
    if has_turn(unit, staff.staff_id, now):
        raise MandateDead(why="turn")
    acting = Acting(
        Role.ADVISOR,
        patient_id,
        staff.staff_id,
        found.names.advisor,
        mandate=found.reference,
        scope=scope,
        site=found.site,
        is_weak=found.mandate.is_weak,
    )
    append(unit, acting, Event.MANDATES_MANDATE_USED, now)
    row = {
        "use_id": new_id(),
        "number_digest": found.digest,
        "staff_id": staff.staff_id,
        "site": found.site,
        "scope": str(scope),
        "used_at": now,
    }
    unit.add(use, row)
    return acting


def patient_under(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> bytes:
    """Return whose record an act would be done in: enough to say where her case stands before the act, no right.

    Nothing is noted, because nothing is done and nothing sealed is opened. Raises as `acting_under`.
    """
    return _alive(unit, staff, reference, scope, now)[1]


def _alive(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> tuple[Held, bytes]:
    """Return a mandate under which this act may be done now, and whose record it is over."""
    found = held_of_advisor(unit, staff, reference, now)
    rules.check_act(found.mandate, scope, now)
    if found.patient_id is None:
        raise MandateDead
    return found, found.patient_id
