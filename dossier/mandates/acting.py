"""The one door for an advisor's act: a mandate alive at this instant, hers, with this scope, and a fresh proof."""

from datetime import datetime

from dossier.base import new_id
from dossier.identity import StaffSession, desk_is_open
from dossier.journal import Event, append
from dossier.policy import Acting, Role, Scope
from dossier.store import Unit

from . import rules
from .keeping import held_of_advisor
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
    found = held_of_advisor(unit, staff, reference, now)
    rules.check_act(found.mandate, scope, now)
    if not desk_is_open(unit, staff):
        raise MandateDead(why="desk")
    if found.patient_id is None:
        raise MandateDead
    acting = Acting(
        Role.ADVISOR,
        found.patient_id,
        staff.staff_id,
        found.names.advisor,
        mandate=found.reference,
        scope=scope,
        site=found.site,
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
