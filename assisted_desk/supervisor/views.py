"""Alarms, as a supervisor reads them: what is odd, with whom, and what to check. They tell and never block."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import staff_named
from dossier.recovery import NOBODY, Alarm, alarms
from portal.ui import Answer, Room, Shown

from .pages import AlarmLine, AlarmsPage

room = Room("supervisor")


@room.page("/alarmes", guard=DeskGuard.SUPERVISOR, menu="alarms")
def show_alarms(ask: DeskAsk) -> Answer:
    """List the alarms of the last seven days."""
    found = alarms(ask.unit, ask.acting_for(NOBODY), ask.now)
    return Shown("supervisor/alarms.html", AlarmsPage(_lines(ask, found), ask.now))


def _lines(ask: DeskAsk, found: list[Alarm]) -> tuple[AlarmLine, ...]:
    names = staff_named(ask.unit, {one.staff_id for one in found if one.staff_id})
    lines = []
    for one in found:
        name = names.get(one.staff_id or b"")
        who, team = (f"{name.first_name} {name.name}", name.team) if name else ("", "")
        lines.append(AlarmLine(one.kind, who, team, one.count))
    return tuple(lines)
