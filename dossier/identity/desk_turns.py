"""A desk passes to the patient: it is locked under a new cookie, and she signs in, for what her turn is for."""

from dataclasses import dataclass
from datetime import datetime

from dossier.store import Unit

from .signing_in import begin_at_desk
from .staff_sessions import StaffSession, lock_desk
from .turns import DeskTurn, keep_turn, taken_turn


@dataclass(frozen=True, slots=True)
class TurnBegun:
    """What a turn begins with: the ticket for the patient's screen, the new token of the locked desk."""

    ticket: str
    desk_token: str


def begin_turn(unit: Unit, staff: StaffSession, patient_id: bytes, told: DeskTurn, now: datetime) -> TurnBegun:
    """Lock this desk at once, and let the patient take its screen with a ticket: good once, for five minutes.

    Until she is done, or the advisor opens the desk again, nothing can be done from it. That the patient agreed is the
    caller's to know; where `told` names a draft, nobody need be here, and `patient_id` may be anything.
    """
    ticket = keep_turn(unit, patient_id, staff.staff_id, told, now)
    return TurnBegun(ticket, lock_desk(unit, staff, now))


def take_turn(unit: Unit, ticket: str, visit: str, now: datetime) -> bool:
    """Begin the patient's own sign-in in this visit; False for a ticket that was taken, or is over."""
    taken = taken_turn(unit, ticket, now)
    if taken is None:
        return False
    turn, patient_id = taken
    begin_at_desk(unit, visit, patient_id, turn, now)
    return True
