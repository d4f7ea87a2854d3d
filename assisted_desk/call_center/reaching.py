"""When no code reaches her now: a call on a day that a letter announces, or an appointment at a desk."""

from datetime import datetime
from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.base import in_groups
from dossier.recovery import callback_slots, plan_callback, ring_back, send_appointment, standing_of
from portal.ui import Answer, SeeOther, Shown, Work, day_of

from .cases import REFUSALS, acting_on, case_page, why_refused
from .open_line import while_open
from .pages import CallbackMistake, CallbackPage
from .views import path_of, room
from .words import hour_in_words, weekday_in_words


@room.page("/appels/<number>/rappel", guard=DeskGuard.CALL_AGENT, menu="calls", even=True)
@while_open
def ask_slot(ask: DeskAsk, number: str) -> Answer:
    """Ask for a day and an hour among those that a letter still reaches in time."""
    return _slots_page(ask, number)


@room.page("/appels/<number>/rappel", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
@while_open
def take_slot(ask: DeskAsk, number: str) -> Answer:
    """Plan the call; a letter announces it, and that nobody will ask for a code."""
    day, hour = ask.typed("day"), ask.typed("hour")
    if not (day and hour):
        return _slots_page(ask, number, "missing")
    at = next((one for one in callback_slots(ask.now) if _values(one) == (day, hour)), None)
    if at is None:
        return _slots_page(ask, number, "slot")
    try:
        plan_callback(ask.unit, acting_on(ask, number), number, at, ask.now)
    except REFUSALS as refused:
        return _slots_page(ask, number, cast("CallbackMistake", why_refused(refused)))
    return SeeOther(path_of(number))


@room.page("/appels/<number>/appeler", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True)
@while_open
def ring(ask: DeskAsk, number: str) -> Answer:
    """Have her called now, at the announced hour; the agent never sees the telephone's number."""
    try:
        ring_back(ask.unit, acting_on(ask, number), number, ask.now)
    except REFUSALS as refused:
        return case_page(ask, number, why_refused(refused))
    return SeeOther(path_of(number))


@room.page(
    "/appels/<number>/rendez-vous", "POST", guard=DeskGuard.CALL_AGENT, work=Work.WRITES, menu="calls", even=True
)
@while_open
def appoint(ask: DeskAsk, number: str) -> Answer:
    """Send the sheet of an appointment to the address on file, when there is one that may be used."""
    try:
        send_appointment(ask.unit, acting_on(ask, number), number, ask.now)
    except REFUSALS as refused:
        return case_page(ask, number, why_refused(refused))
    return SeeOther(path_of(number))


def _slots_page(ask: DeskAsk, number: str, error: CallbackMistake = "") -> Answer:
    standing = standing_of(ask.unit, acting_on(ask, number), number, ask.now)
    slots = callback_slots(ask.now)
    page = CallbackPage(
        number=in_groups(standing.number),
        path=path_of(standing.number),
        days=tuple({_values(one)[0]: weekday_in_words(day_of(one)) for one in slots}.items()),
        hours=tuple({_values(one)[1]: hour_in_words(one) for one in sorted(slots, key=_hour)}.items()),
        day=ask.typed("day"),
        hour=ask.typed("hour"),
        error=error,
    )
    return Shown("call_center/callback.html", page, 422 if error else 200)


def _values(at: datetime) -> tuple[str, str]:
    """Return day and hour of a slot, as its boxes have them, in Paris time."""
    return day_of(at).isoformat(), "".join(sign for sign in hour_in_words(at) if sign.isdigit())


def _hour(at: datetime) -> int:
    return int(_values(at)[1])
