"""Helping to find an access again: a case opened under the mandate. She proves and chooses alone, on the portal."""

from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import Refused, in_groups
from dossier.mandates import patient_under
from dossier.policy import Acting, Scope
from dossier.recovery import (
    AgentBarred,
    CaseRefused,
    CaseState,
    ChannelRefused,
    CodeTooSoon,
    Lost,
    MaskedChannel,
    NothingToRecover,
    Proof,
    Standing,
    TooManyCases,
    case_opened_for,
    choose_channel,
    open_case,
)
from portal.ui import Answer, SeeOther, Shown, Work, as_written

from .act_pages import OpenCase, RecoverPage, RecoveryTold, WayLine
from .acts import act_open, begin_act, end_act, path_of_act, typed_before
from .views import room
from .visit import Visit

_SCOPE = Scope.RECOVERY
_REFUSALS = (AgentBarred, CaseRefused, ChannelRefused, CodeTooSoon, NothingToRecover, TooManyCases)
_SENT = (Proof.SMS, Proof.VOICE, Proof.LETTER, Proof.EMAIL)
_TAKES_CODES = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.GRANTED)
_OVER = (CaseState.DONE, CaseState.EXPIRED)


@room.page("/visite/<reference>/acces", guard=DeskGuard.ADVISOR, menu="visit")
def ask_lost(ask: DeskAsk, reference: str) -> Answer:
    """Ask what is lost, or show how far the case of this visit is."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    return _page(ask, visit, lost=typed_before(ask, reference, _SCOPE).get("lost", ""))


@room.page("/visite/<reference>/acces", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def take_lost(ask: DeskAsk, reference: str) -> Answer:
    """Open a case; one that goes on is never opened twice."""
    lost = next((one for one in Lost if one == ask.typed("lost")), None)
    visit = act_open(ask, reference, _SCOPE, {"lost": lost} if lost else None)
    if not isinstance(visit, Visit):
        return visit
    if lost is None:
        return _page(ask, visit, told="lost-missing")
    if _living(ask, visit):
        return SeeOther(path_of_act(reference, _SCOPE))
    acting = begin_act(ask, reference, _SCOPE, {"lost": lost})
    if not isinstance(acting, Acting):
        return acting
    try:
        open_case(ask.unit, acting, lost, ask.now)
    except _REFUSALS as refused:
        return _page(ask, visit, lost=lost, told=_why(refused))
    end_act(ask, acting)
    return SeeOther(path_of_act(reference, _SCOPE))


@room.page("/visite/<reference>/acces/code", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def send_recovery_code(ask: DeskAsk, reference: str) -> Answer:
    """Send her a code by a way on file; the older one dies, and nobody here sees it."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    case = _living(ask, visit)
    if case is None:
        return SeeOther(path_of_act(reference, _SCOPE))
    proof = next((one for one in _SENT if one == ask.typed("proof")), None)
    if proof is None or not _is_sendable(ask, proof):
        return _page(ask, visit, told="no-proof" if proof is None else "unsent")
    acting = begin_act(ask, reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    try:
        choose_channel(ask.unit, acting, case.number, proof, ask.now)
    except _REFUSALS as refused:
        return _page(ask, visit, told=_why(refused))
    end_act(ask, acting)
    return SeeOther(path_of_act(reference, _SCOPE))


def _why(refused: Refused) -> RecoveryTold:
    match refused:
        case AgentBarred():
            return "barred"
        case NothingToRecover():
            return "nothing"
        case TooManyCases():
            return "patient"
        case CaseRefused():
            return "frozen" if refused.facts["state"] is CaseState.FROZEN else "state"
        case _:
            return cast("RecoveryTold", refused.facts["why"])


def _living(ask: DeskAsk, visit: Visit) -> Standing | None:
    patient_id = patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now)
    case = case_opened_for(ask.unit, patient_id, ask.staff.staff_id, ask.now)
    return None if case is None or case.state in _OVER else case


def _page(ask: DeskAsk, visit: Visit, *, lost: str = "", told: RecoveryTold = "") -> Answer:
    case = _living(ask, visit)
    page = RecoverPage(visit, lost, _open_case(ask, case) if case else None, told)
    return Shown("acts/recover.html", page, 422 if told else 200)


def _open_case(ask: DeskAsk, case: Standing) -> OpenCase:
    site = ask.settings.portal_url.partition("://")[2].rstrip("/")
    return OpenCase(
        number=in_groups(case.number),
        place=f"{site}/acces-perdu/suivi",
        lost=case.lost,
        state=case.state,
        sent_by=case.code_sent_by,
        ways=tuple(_way(ask, one) for one in case.channels),
        may_send=case.state in _TAKES_CODES,
        until=case.locked_until or case.cooling_until or case.granted_until,
    )


def _way(ask: DeskAsk, one: MaskedChannel) -> WayLine:
    unsent = not one.why_not and one.proof in _SENT and not _is_sendable(ask, one.proof)
    return WayLine(one.proof, as_written(one.hint), "unsent" if unsent else one.why_not)


def _is_sendable(ask: DeskAsk, proof: Proof) -> bool:
    return str(proof) in (*ask.settings.code_channels, "email")
