"""« This was not me »: the code of any notice, one question, and what the notice told of is stopped."""

from typing import Literal, cast

from dossier.identity import TooManyTries, canonical_code, draft, keep_draft
from dossier.recovery import DISPUTE_DIGITS, Disputed, dispute
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work

from .pages import DisputeCheckPage, DisputedPage, DisputePage
from .steps import Answers
from .views import room, too_many_tries

_PURPOSE = "recovery-dispute"
_START, _CHECK, _DONE = "/ce-n-est-pas-moi", "/ce-n-est-pas-moi/confirmer", "/ce-n-est-pas-moi/fait"


@room.page(_START, guard=Guard.PUBLIC)
def ask_dispute(ask: Ask) -> Answer:
    """Ask for the code of the notice."""
    return Shown("recovery/dispute.html", DisputePage())


@room.page(_START, "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_dispute(ask: Ask) -> Answer:
    """Note the code; only its form is checked."""
    typed = ask.written("code")
    if len(canonical_code(typed)) != DISPUTE_DIGITS:
        error: Literal["missing", "incomplete"] = "incomplete" if typed else "missing"
        return Shown("recovery/dispute.html", DisputePage(typed, error), 422)
    keep_draft(ask.unit, ask.visit, _PURPOSE, {"code": typed}, ask.now)
    return SeeOther(_CHECK)


@room.page(_CHECK, guard=Guard.PUBLIC)
def check_dispute(ask: Ask) -> Answer:
    """Ask once more, the same for every code."""
    return Shown("recovery/dispute_check.html", DisputeCheckPage()) if _told(ask).get("code") else SeeOther(_START)


@room.page(_CHECK, "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def stop(ask: Ask) -> Answer:
    """Stop it. A form sent twice ends on the same page."""
    told = _told(ask)
    if "outcome" in told:
        return SeeOther(_DONE)
    if not told.get("code"):
        return SeeOther(_START)
    try:
        outcome = dispute(ask.unit, told["code"], "page", ask.now, network=ask.network)
    except TooManyTries as refused:
        return too_many_tries(refused, _CHECK)
    keep_draft(ask.unit, ask.visit, _PURPOSE, {"outcome": outcome}, ask.now)
    return SeeOther(_DONE)


@room.page(_DONE, guard=Guard.PUBLIC)
def disputed(ask: Ask) -> Answer:
    """Say what was stopped, what happens now and whom to call."""
    outcome = _told(ask).get("outcome")
    if outcome is None:
        return SeeOther(_START)
    return Shown("recovery/disputed.html", DisputedPage(cast("Disputed", outcome)))


def _told(ask: Ask) -> Answers:
    return draft(ask.unit, ask.visit, _PURPOSE, ask.now)
