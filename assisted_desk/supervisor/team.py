"""A supervisor's own people: invited, suspended, given new means. Never herself, never another place's."""

from dataclasses import replace
from typing import cast

from assisted_desk.ui import CodeAsked, DeskAsk, DeskGuard, Leaf, fresh_by_form, role_in_words
from dossier.base import from_text, to_text
from dossier.identity import (
    ColleagueRefused,
    StaffMember,
    StaffUnknown,
    check_resettable,
    check_suspendable,
    colleague_of,
    colleagues_of,
    reset_colleague,
    suspend_colleague,
)
from dossier.mandates import end_mandates_of_advisor
from dossier.store import Unit
from portal.ui import Answer, SeeOther, Shown, Work

from .invitations import keep_invitation
from .people_pages import Change, ChangePage, MemberLine, State, TeamPage, TeamTold
from .views import room

PATH = "/equipe"
_LINES = 20
_CHECKS = {"suspendre": check_suspendable, "reinitialiser": check_resettable}


@room.page(PATH, guard=DeskGuard.SUPERVISOR, menu="team")
def show_team(ask: DeskAsk) -> Answer:
    """List whom she answers for."""
    done = {"suspendu": "suspended", "remis": "handed-over"}.get(ask.asked("fait"), "")
    return _team(ask, ask.unit, cast("TeamTold", done))


@room.page(PATH, "POST", guard=DeskGuard.SUPERVISOR, menu="team")
def ask_change(ask: DeskAsk) -> Answer:
    """Ask whether she is sure, and say what will happen."""
    change = cast("Change", ask.pressed("reinitialiser") or "suspendre")
    chosen = _chosen(ask, ask.unit, change)
    return (
        Shown("supervisor/change.html", _question(ask, change, chosen)) if isinstance(chosen, StaffMember) else chosen
    )


@room.page(f"{PATH}/suspendre", "POST", guard=DeskGuard.SUPERVISOR, work=Work.OWN, menu="team")
def suspend(ask: DeskAsk) -> Answer:
    """Suspend at once; then, in a unit of its own, end what was given to her: no patient's turn delays the first."""
    with ask.store.writing() as unit:
        chosen = _sure(ask, unit, "suspendre")
        if isinstance(chosen, StaffMember):
            suspend_colleague(unit, ask.staff, chosen.staff_id, ask.now)
    if not isinstance(chosen, StaffMember):
        return chosen
    with ask.store.writing() as unit:
        end_mandates_of_advisor(unit, chosen.staff_id, ask.now)
    return SeeOther(f"{PATH}?fait=suspendu")


@room.page(f"{PATH}/reinitialiser", "POST", guard=DeskGuard.SUPERVISOR, work=Work.OWN, menu="team")
def reset(ask: DeskAsk) -> Answer:
    """Take all her means away at once; then end what was given to her, and hand over a new invitation.

    Cut short in between, nobody has the code: she stays out, and another reset ends the rest first.
    """
    with ask.store.writing() as unit:
        chosen = _sure(ask, unit, "reinitialiser")
        if isinstance(chosen, StaffMember):
            code = reset_colleague(unit, ask.staff, chosen.staff_id, ask.now)
    if not isinstance(chosen, StaffMember):
        return chosen
    with ask.store.writing() as unit:
        end_mandates_of_advisor(unit, chosen.staff_id, ask.now)
        keep_invitation(unit, ask.visit, chosen.staff_id, code, ask.now)
    return SeeOther(f"{PATH}/invitation")


def place_of(ask: DeskAsk) -> str:
    """Return what she answers for, as pages call it."""
    return ask.staff.site or ask.staff.team


def _sure(ask: DeskAsk, unit: Unit, change: Change) -> StaffMember | Answer:
    """Return whom a change is for, once a code is fresh; else the page that comes first."""
    chosen = _chosen(ask, unit, change)
    if isinstance(chosen, StaffMember) and (code := fresh_by_form(replace(ask, unit=unit))):
        return Shown("supervisor/change.html", _question(ask, change, chosen, code), 422)
    return chosen


def _chosen(ask: DeskAsk, unit: Unit, change: Change) -> StaffMember | Answer:
    """Return whom a change is for, when it is hers to make; else the list, which says why not."""
    staff_id = from_text(ask.typed("member"))
    if staff_id is None:
        return _team(ask, unit, "gone" if ask.typed("member") else "none")
    try:
        member = colleague_of(unit, ask.staff, staff_id)
        _CHECKS[change](ask.staff, member)
    except StaffUnknown:
        return _team(ask, unit, "gone")
    except ColleagueRefused as refused:
        return _team(ask, unit, refused.facts["why"])  # type: ignore[arg-type]
    return member


def _question(ask: DeskAsk, change: Change, member: StaffMember, code: CodeAsked | None = None) -> ChangePage:
    return ChangePage(change, _line(ask, member), code)


def _team(ask: DeskAsk, unit: Unit, told: TeamTold) -> Answer:
    members = colleagues_of(unit, ask.staff)
    leaf = Leaf.asked(ask, PATH, _LINES, members)
    lines = tuple(_line(ask, member) for member in leaf.of(members))
    status = 200 if told in ("", "suspended", "handed-over") else 422
    return Shown("supervisor/team.html", TeamPage(place_of(ask), lines, leaf, told), status)


def _line(ask: DeskAsk, member: StaffMember) -> MemberLine:
    return MemberLine(
        key=to_text(member.staff_id),
        name=f"{member.first_name} {member.name}",
        identifier=member.identifier,
        role=role_in_words(member.role),
        state=_state(ask, member),
        is_herself=member.staff_id == ask.staff.staff_id,
    )


def _state(ask: DeskAsk, member: StaffMember) -> State:
    if member.suspended_at is not None:
        return "suspended"
    if member.enrolled:
        return "at-work"
    return "invited" if member.enrollment_until and member.enrollment_until >= ask.now else "late"
