"""One case: how far it is, what to say now, by which way a code may go. The agent never sees a code or a contact."""

from datetime import datetime
from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import Refused, in_groups
from dossier.policy import Acting
from dossier.recovery import (
    AgentBarred,
    CallbackRefused,
    CaseRefused,
    CaseState,
    ChangeStanding,
    ChangeState,
    ChannelRefused,
    CodeTooSoon,
    MaskedChannel,
    Proof,
    Standing,
    changes_of,
    choose_channel,
    patient_of_case,
    standing_of,
)
from portal.ui import Answer, SeeOther, Shown, Work, as_written

from .open_line import while_open
from .pages import CasePage, Told, UnderWay, WayLine, WhyNot
from .views import path_of, room
from .words import slot_in_words

REFUSALS = (AgentBarred, CallbackRefused, CaseRefused, ChannelRefused, CodeTooSoon)
"""What the heart may answer to what is asked for a case; each has its words on the page."""
_SENT = (Proof.SMS, Proof.VOICE, Proof.LETTER, Proof.EMAIL)
_TAKES_CODES = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.GRANTED)
_WANTS_A_DESK = (CaseState.DESK_REQUIRED, CaseState.FROZEN)
_LIVING = (ChangeState.ASKED, ChangeState.HELD)
_MAY_WAIT = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.LOCKED, CaseState.DESK_REQUIRED)


@room.page("/appels/<number>", guard=DeskGuard.CALL_AGENT, menu="calls", even=True)
def case(ask: DeskAsk, number: str) -> Answer:
    """Show one of the agent's own cases; it watches itself where scripts are on."""
    return case_page(ask, number)


@room.page("/appels/<number>/code", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
@while_open
def send_code(ask: DeskAsk, number: str) -> Answer:
    """Send a code by a way on file; the older one dies."""
    proof = next((one for one in _SENT if one == ask.typed("proof")), None)
    if proof is None:
        return case_page(ask, number, "no-proof")
    if not _is_sendable(ask, proof):
        return case_page(ask, number, "unsent")
    try:
        choose_channel(ask.unit, acting_on(ask, number), number, proof, ask.now)
    except REFUSALS as refused:
        return case_page(ask, number, why_refused(refused))
    return SeeOther(path_of(number))


def acting_on(ask: DeskAsk, number: str) -> Acting:
    """Return this agent acting for whom a case is. Raises `CaseUnknown`."""
    return ask.acting_for(patient_of_case(ask.unit, number))


def why_refused(refused: Refused) -> Told:
    """Return why something wasn't done for a case, as its page tells it."""
    match refused:
        case AgentBarred():
            return "barred"
        case CaseRefused():
            return "state"
        case _:
            return cast("Told", refused.facts["why"])


def case_page(ask: DeskAsk, number: str, told: Told = "") -> Answer:
    """Return the page of a case, with why something wasn't done. Raises `CaseUnknown` when it isn't hers."""
    acting = acting_on(ask, number)
    standing = standing_of(ask.unit, acting, number, ask.now)
    state, site = standing.state, ask.settings.portal_url.partition("://")[2].rstrip("/")
    page = CasePage(
        number=in_groups(standing.number),
        path=path_of(standing.number),
        place=f"{site}/acces-perdu/suivi",
        lost=standing.lost,
        state=state,
        opened_at=standing.opened_at,
        until=_until(standing),
        sent_by=standing.code_sent_by,
        proofs=standing.proofs_given,
        ways=tuple(_way(ask, one) for one in standing.channels if one.proof in _SENT),
        in_hand=tuple(_way(ask, one) for one in standing.channels if one.proof not in _SENT),
        may_send=state in _TAKES_CODES,
        may_meet=state in _WANTS_A_DESK,
        may_call=state in _MAY_WAIT,
        callback=slot_in_words(standing.callback_at) if standing.callback_at else "",
        appointment_until=standing.appointment_until,
        appointment_posted=standing.appointment_posted,
        changes=tuple(_under_way(ask, one) for one in changes_of(ask.unit, acting, ask.now) if one.state in _LIVING),
        told=told,
    )
    return Shown("call_center/case.html", page, 422 if told else 200)


def _under_way(ask: DeskAsk, one: ChangeStanding) -> UnderWay:
    sends = one.held_until is not None and ask.now >= one.held_until
    return UnderWay(in_groups(one.reference), one.kind, as_written(one.new_hint), one.state, one.held_until, sends)


def _way(ask: DeskAsk, one: MaskedChannel) -> WayLine:
    why_not = one.why_not
    if not why_not and one.proof in _SENT and not _is_sendable(ask, one.proof):
        why_not = "unsent"
    return WayLine(one.proof, as_written(one.hint), cast("WhyNot", why_not))


def _is_sendable(ask: DeskAsk, proof: Proof) -> bool:
    return str(proof) in (*ask.settings.code_channels, "email")


def _until(standing: Standing) -> datetime | None:
    return {
        CaseState.LOCKED: standing.locked_until,
        CaseState.COOLING: standing.cooling_until,
        CaseState.GRANTED: standing.granted_until,
    }.get(standing.state)
