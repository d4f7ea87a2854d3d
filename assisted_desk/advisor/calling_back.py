"""At a distance: the house rings her back on a telephone on file and joins her to this desk. Nobody sees the number."""

from datetime import datetime

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import (
    Line,
    MandateLine,
    MandateRefused,
    MandateState,
    QuestionTooSoon,
    call_back,
    call_lines,
    mandate_of,
)
from dossier.policy import Scope
from portal.ui import Answer, SeeOther, Work

from .acts import path_of_proof
from .views import room
from .visit import PATH
from .visit_pages import AskRefusal, CallPart

_LIVING = (MandateState.DRAFT, MandateState.ACTIVE)
LINES: tuple[Line, ...] = ("mobile", "landline")
_TOO_SOON: dict[str, AskRefusal] = {"pause": "ringing", "many": "calls"}
_TOLD: tuple[AskRefusal, ...] = ("line", "ringing", "calls")


@room.page(f"{PATH}/<reference>/appel", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def ring(ask: DeskAsk, reference: str) -> Answer:
    """Have her rung now; the page that asked for it then says how far the call is."""
    scope = next((one for one in Scope if one == ask.typed("acte")), None)
    pressed = ask.pressed(*LINES)
    line = next((one for one in LINES if one == pressed), None)
    mandate = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if not mandate.remote or mandate.state not in _LIVING:
        return SeeOther(f"{PATH}/{reference}")
    back = path_of_proof(reference, scope) if scope else f"{PATH}/{reference}/accord"
    told = _rung(ask, reference, line)
    return SeeOther(f"{back}{'&' if scope else '?'}suite={told}" if told else back)


def call_part(ask: DeskAsk, line: MandateLine) -> CallPart | None:
    """Return what a page shows of the call-back; None for a visit at the desk."""
    if not line.remote:
        return None
    way = line.question.way if line.question is not None and is_open(line, ask.now) else None
    lines = call_lines(ask.unit, ask.staff, line.reference, ask.now, channels=ask.settings.code_channels)
    return CallPart(line.call, lines, by_card=way == "card", by_voice=way == "voice")


def is_open(line: MandateLine, now: datetime) -> bool:
    """Tell whether she may answer a question now."""
    return line.question is not None and now < line.question.expires_at


def told_after(ask: DeskAsk) -> AskRefusal:
    """Return what the page is led back to with: why she wasn't rung, or that her code came too late."""
    told = ask.asked("suite")
    return "late" if told == "trop-tard" else next((one for one in _TOLD if one == told), "")


def _rung(ask: DeskAsk, reference: str, line: Line | None) -> AskRefusal:
    if line is None:
        return "line"
    try:
        call_back(ask.unit, ask.staff, reference, line, ask.now, channels=ask.settings.code_channels)
    except MandateRefused:
        return "line"
    except QuestionTooSoon as refused:
        return _TOO_SOON[str(refused.facts["why"])]
    return ""
