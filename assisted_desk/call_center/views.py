"""The call center's first page: the line, the agent's cases, who is called today; and what to say under pressure."""

from assisted_desk.ui import DeskAsk, DeskGuard, Leaf
from dossier.base import in_groups
from dossier.recovery import NOBODY, Standing, callbacks_due, cases_of_agent, changes_waiting
from portal.ui import Answer, Room, Shown

from .open_line import line_is_open, next_opening_in_words
from .pages import CallbackLine, CallsPage, CaseLine, PhrasesPage

room = Room("call_center")
_LINES = 8


@room.page("/appels", guard=DeskGuard.CALL_AGENT, menu="calls")
def calls(ask: DeskAsk) -> Answer:
    """Show the line and what waits. Nobody's name is here: the agent knows her cases by their numbers."""
    agent = ask.acting_for(NOBODY)
    hers = cases_of_agent(ask.unit, ask.staff.staff_id, ask.now)
    due = callbacks_due(ask.unit, agent, ask.now)
    leaf = Leaf.asked(ask, "/appels", _LINES, hers, due)
    page = CallsPage(
        is_open=line_is_open(ask),
        opens=next_opening_in_words(ask),
        cases=tuple(_case_line(one) for one in leaf.of(hers)),
        callbacks=tuple(
            CallbackLine(in_groups(one.number), path_of(one.number), one.callback_at)
            for one in leaf.of(due)
            if one.callback_at
        ),
        waiting=len(changes_waiting(ask.unit, agent, ask.now)),
        unknown=ask.asked("inconnu") == "1",
        leaf=leaf,
    )
    return Shown("call_center/calls.html", page)


@room.page("/appels/phrases", guard=DeskGuard.CALL_AGENT, menu="calls")
def phrases(ask: DeskAsk) -> Answer:
    """Show what to say to somebody who insists."""
    return Shown("call_center/phrases.html", PhrasesPage())


def path_of(number: str) -> str:
    """Return the address of a case."""
    return f"/appels/{number}"


def _case_line(one: Standing) -> CaseLine:
    return CaseLine(in_groups(one.number), path_of(one.number), one.lost, one.state, one.opened_at)
