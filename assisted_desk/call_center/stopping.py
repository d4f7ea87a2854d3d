"""« This was not me », or « not any more », told by telephone or on the paper of a letter: an agent types the code.

A notice of a recovery, of a change of contact and of a mandate carry each a code, and all are taken here alike.

It opens nothing and tells nothing of the person, so it is taken at any hour, and from whoever holds the message.
"""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import TooManyTries, canonical_code
from dossier.recovery import DISPUTE_DIGITS, stop_by_code
from portal.ui import Answer, SeeOther, Shown, Work, wait_of

from .pages import StopPage, Stopped, StopWay
from .views import room

_PATH = "/appels/arret"
_WAYS: dict[str, StopWay] = {"phone": "phone", "letter": "letter"}
_STOPPED: dict[str, Stopped] = {
    "frozen": "frozen",
    "stopped": "stopped",
    "held": "held",
    "revoked": "revoked",
    "over": "over",
}


@room.page(_PATH, guard=DeskGuard.CALL_AGENT, menu="calls")
def ask_stop_code(ask: DeskAsk) -> Answer:
    """Ask for the code of the message; say what was stopped."""
    return Shown("call_center/stop.html", StopPage(done=_STOPPED.get(ask.asked("fait"), "")))


@room.page(_PATH, "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
def take_stop_code(ask: DeskAsk) -> Answer:
    """Stop what the message told of. Wrong codes make this agent wait, and nobody else."""
    way = _WAYS.get(ask.typed("way"), "phone")
    page = StopPage(ask.written("code"), way)
    if len(canonical_code(page.typed)) != DISPUTE_DIGITS:
        return _again(replace(page, error="incomplete" if page.typed else "missing"))
    try:
        outcome = stop_by_code(ask.unit, page.typed, way, ask.now, network=ask.staff.staff_id.hex())
    except TooManyTries as refused:
        wait = wait_of(refused)
        return _again(replace(page, error="wait", wait_minutes=-(-wait // 60)), 429, wait)
    if outcome == "unknown":
        return _again(replace(page, error="unknown"))
    return SeeOther(f"{_PATH}?fait={outcome}")


def _again(page: StopPage, status: int = 422, wait: int = 0) -> Answer:
    return Shown("call_center/stop.html", page, status, wait)
