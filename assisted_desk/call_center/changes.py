"""Changes of contact that wait for a second person: of another team, within a day."""

from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard, Leaf, fresh_by_form
from dossier.base import in_groups
from dossier.recovery import (
    NOBODY,
    ChangeRefused,
    ChangeStanding,
    SecondPersonMissing,
    approve_contact_change,
    changes_waiting,
    patient_of_change,
)
from portal.ui import Answer, SeeOther, Shown, Work, as_written

from .open_line import while_open
from .pages import AgreeMistake, AgreePage, ChangeLine, ChangesPage
from .views import room

_PATH = "/changements"
_LINES = 8


@room.page(_PATH, guard=DeskGuard.STAFF, menu="changes")
def changes(ask: DeskAsk) -> Answer:
    """Show the changes that others asked for, to agents and supervisors; `NotPermitted` for any other role."""
    found = changes_waiting(ask.unit, ask.acting_for(NOBODY), ask.now)
    leaf = Leaf.asked(ask, _PATH, _LINES, found)
    lines = tuple(_line(one) for one in leaf.of(found))
    page = ChangesPage(lines, done=ask.asked("fait") == "1", unknown=ask.asked("inconnu") == "1", leaf=leaf)
    return Shown("call_center/changes.html", page)


@room.page(f"{_PATH}/<number>/accord", "POST", guard=DeskGuard.STAFF, work=Work.WRITES, menu="changes", even=True)
@while_open
def agree(ask: DeskAsk, number: str) -> Answer:
    """Agree: she is told at the old contact and the new one, and the week of waiting begins."""
    waiting = changes_waiting(ask.unit, ask.acting_for(NOBODY), ask.now)
    change = next((_line(one) for one in waiting if one.reference == number), None)
    patient_id = patient_of_change(ask.unit, number)
    if change is None or patient_id is None:
        return SeeOther(f"{_PATH}?inconnu=1")
    if asked := fresh_by_form(ask):
        return Shown("call_center/agree.html", AgreePage(change, asked), 422)
    try:
        approve_contact_change(ask.unit, ask.acting_for(patient_id), number, ask.staff.team, ask.now)
    except SecondPersonMissing as refused:
        return Shown("call_center/agree.html", AgreePage(change, error=cast("AgreeMistake", refused.facts["why"])), 422)
    except ChangeRefused:
        return SeeOther(f"{_PATH}?inconnu=1")
    return SeeOther(f"{_PATH}?fait=1")


def _line(one: ChangeStanding) -> ChangeLine:
    return ChangeLine(
        in_groups(one.reference),
        f"{_PATH}/{one.reference}/accord",
        one.kind,
        as_written(one.old_hint),
        as_written(one.new_hint),
        one.asked_at,
    )
