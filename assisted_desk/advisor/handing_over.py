"""The receipt of what an advisor did under a mandate: told on the screen, printed, and handed over at once."""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import in_groups
from dossier.lifecycle import ActKind, Receipt, receipts_of
from dossier.mandates import patient_under
from dossier.policy import Scope
from portal.ui import Answer, SeeOther, Shown, Work, receipt_file

from .act_pages import HandOverPage
from .acts import act_open, path_of_act
from .views import room
from .visit import Visit

_KINDS = {
    Scope.OPT_OUT: (ActKind.OPT_OUT, ActKind.CLOSURE_REQUEST, ActKind.CHANGE_OF_MIND, ActKind.NOT_FOR_ME),
    Scope.CLOSURE: (ActKind.CLOSURE,),
}


@room.page("/visite/<reference>/dire-non/recepisse", guard=DeskGuard.ADVISOR, menu="visit")
def receipt_of_no(ask: DeskAsk, reference: str) -> Answer:
    """Show the receipt of a no, or of what was done in its place."""
    return _shown(ask, reference, Scope.OPT_OUT)


@room.page("/visite/<reference>/dire-non/recepisse/papier", guard=DeskGuard.ADVISOR, work=Work.OWN)
def paper_of_no(ask: DeskAsk, reference: str) -> Answer:
    """Hand out that receipt as a PDF."""
    return _printed(ask, reference, Scope.OPT_OUT)


@room.page("/visite/<reference>/fermer/recepisse", guard=DeskGuard.ADVISOR, menu="visit")
def receipt_of_closure(ask: DeskAsk, reference: str) -> Answer:
    """Show the receipt of a closure."""
    return _shown(ask, reference, Scope.CLOSURE)


@room.page("/visite/<reference>/fermer/recepisse/papier", guard=DeskGuard.ADVISOR, work=Work.OWN)
def paper_of_closure(ask: DeskAsk, reference: str) -> Answer:
    """Hand out that receipt as a PDF."""
    return _printed(ask, reference, Scope.CLOSURE)


def path_of_receipt(reference: str, scope: Scope) -> str:
    """Return where the receipt of an act is."""
    return f"{path_of_act(reference, scope)}/recepisse"


def newest_receipt(ask: DeskAsk, visit: Visit, scope: Scope) -> Receipt | None:
    """Return the newest receipt of what was done under this very mandate, with the name that was typed here.

    What others did, or the person herself, is no business of this desk. Raises as `patient_under`.
    """
    patient_id = patient_under(ask.unit, ask.staff, visit.reference, scope, ask.now)
    done = (one for one in receipts_of(ask.unit, patient_id) if one.mandate == visit.reference)
    newest = next((one for one in done if one.kind in _KINDS[scope]), None)
    return replace(newest, person=visit.person) if newest else None


def _shown(ask: DeskAsk, reference: str, scope: Scope) -> Answer:
    visit = act_open(ask, reference, scope)
    if not isinstance(visit, Visit):
        return visit
    receipt = None if visit.is_weak else newest_receipt(ask, visit, scope)
    if receipt is None:
        return SeeOther(path_of_act(reference, scope))
    number, papers = in_groups(receipt.number), f"{path_of_receipt(reference, scope)}/papier"
    page = HandOverPage(visit, papers, receipt.kind, number, receipt.made_at, receipt.status)
    return Shown("acts/hand_over.html", page)


def _printed(ask: DeskAsk, reference: str, scope: Scope) -> Answer:
    """Lay the receipt out after the transaction: it takes a third of a second."""
    with ask.store.reading() as unit:
        asked = replace(ask, unit=unit)
        visit = act_open(asked, reference, scope)
        if not isinstance(visit, Visit):
            return visit
        receipt = None if visit.is_weak else newest_receipt(asked, visit, scope)
    if receipt is None:
        return SeeOther(path_of_act(reference, scope))
    return receipt_file(receipt, ask.settings, ask.asked("taille"))
