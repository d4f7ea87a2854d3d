"""The patient's turn at a desk: the advisor steps aside, she proves who she is herself, and answers or reads alone."""

from datetime import datetime

from dossier.identity import DeskTurn, Session, StaffSession, TurnBegun, begin_turn
from dossier.policy import Acting, Action, NotPermitted, require
from dossier.store import Unit

from .consenting import hers
from .keeping import held_of_advisor
from .queries import MandateLine, line_of
from .shapes import MandateDead, MandateState


def give_turn(unit: Unit, staff: StaffSession, acting: Acting, now: datetime) -> TurnBegun:
    """Lock this desk and let the patient take its screen, under what `acting_under` returned in this same unit.

    A mandate that stands on paper alone opens a letter, not this. Raises `NotPermitted`.
    """
    require(acting, Action.TURN_GIVE)
    if acting.actor_id != staff.staff_id:
        raise NotPermitted(action=Action.TURN_GIVE, role=acting.role)
    return begin_turn(unit, staff, acting.patient_id, DeskTurn(acting.actor_name, acting.site), now)


def give_consent_turn(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> TurnBegun:
    """Lock this desk and let whoever is there take its screen, to answer for one draft: she sees its text, no record.

    The same for a draft for nobody who is here: who she is, is asked of her alone. Raises `NotPermitted`,
    `MandateDead` (no draft any more, or she is on the telephone).
    """
    found = held_of_advisor(unit, staff, reference, now)
    if found.mandate.state is not MandateState.DRAFT or found.mandate.remote:
        raise MandateDead
    return begin_turn(unit, staff, found.giver, DeskTurn(found.names.advisor, found.site, found.reference), now)


def mandate_in_turn(unit: Unit, session: Session, now: datetime) -> MandateLine:
    """Return the one mandate that a patient's turn is for. Raises `MandateDead`."""
    return line_of(hers(unit, session, session.draft, now), now)
