"""The patient's turn at the desk that she gave a mandate to: the advisor steps aside, she proves who she is herself."""

from datetime import datetime

from dossier.identity import DeskTurn, StaffSession, TurnBegun, begin_turn
from dossier.policy import Acting, Action, NotPermitted, require
from dossier.store import Unit


def give_turn(unit: Unit, staff: StaffSession, acting: Acting, now: datetime) -> TurnBegun:
    """Lock this desk and let the patient take its screen, under what `acting_under` returned in this same unit.

    A mandate that stands on paper alone opens a letter, not this. Raises `NotPermitted`.
    """
    require(acting, Action.TURN_GIVE)
    if acting.actor_id != staff.staff_id:
        raise NotPermitted(action=Action.TURN_GIVE, role=acting.role)
    return begin_turn(unit, staff, acting.patient_id, DeskTurn(acting.actor_name, acting.site), now)
