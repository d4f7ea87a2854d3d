"""Closing a record for somebody who lets her advisor: it can be opened again for ten years, so one person is enough."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.lifecycle import SpaceUnknown, StateRefused, Way, case_of, close
from dossier.mandates import patient_under
from dossier.policy import Acting, Scope
from portal.ui import Answer, SeeOther, Shown, Work, day_of, standing_of

from .act_pages import ClosePage
from .acts import act_open, begin_act, end_act
from .handing_over import newest_receipt, path_of_receipt
from .views import room
from .visit import Visit

_SCOPE = Scope.CLOSURE


@room.page("/visite/<reference>/fermer", guard=DeskGuard.ADVISOR, menu="visit")
def ask_closure(ask: DeskAsk, reference: str) -> Answer:
    """Say what closing does and what stays possible."""
    visit = act_open(ask, reference, _SCOPE)
    return _page(ask, visit) if isinstance(visit, Visit) else visit


@room.page("/visite/<reference>/fermer", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def take_closure(ask: DeskAsk, reference: str) -> Answer:
    """Close, once she has proved anew; done twice it is the same receipt."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    acting = begin_act(ask, reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    try:
        receipt = close(ask.unit, acting, Way.DESK, ask.now)
    except (StateRefused, SpaceUnknown):
        return _page(ask, visit, 409)
    if receipt.made_at >= ask.now:  # pressed twice, it was done once
        end_act(ask, acting)
    return SeeOther(path_of_receipt(reference, _SCOPE))


def _page(ask: DeskAsk, visit: Visit, status: int = 200) -> Answer:
    case = case_of(ask.unit, patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now))
    if case is None:
        return Shown("acts/close.html", ClosePage(visit, None), status)
    done = newest_receipt(ask, visit, _SCOPE) is not None
    page = ClosePage(visit, standing_of(case, ask.now), day_of(case.since_at), done)
    return Shown("acts/close.html", page, status)
