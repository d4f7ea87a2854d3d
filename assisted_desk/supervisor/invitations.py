"""Inviting somebody: her identifier and a code on paper. Both can be seen and printed until they are put away."""

from datetime import datetime

from assisted_desk.ui import DeskAsk, DeskGuard, fresh_by_form, role_in_words
from dossier.base import in_groups
from dossier.identity import (
    AlreadyKnown,
    IdentifierUnfit,
    StaffMember,
    StaffUnknown,
    colleague_of,
    draft,
    drop_draft,
    invite_colleague,
    keep_draft,
)
from dossier.policy import Role
from dossier.store import Unit
from portal.ui import Answer, SeeOther, Shown, Work, day_of, invitation_file

from .people_pages import InvitationPage, InviteMistake, InvitePage
from .views import room

_PATH = "/equipe"
_DRAFT = "staff-invitation"


@room.page(f"{_PATH}/inviter", guard=DeskGuard.SUPERVISOR, menu="team")
def ask_invitation(ask: DeskAsk) -> Answer:
    """Ask who is to be invited."""
    return Shown("supervisor/invite.html", _invite_page(ask))


@room.page(f"{_PATH}/inviter", "POST", guard=DeskGuard.SUPERVISOR, work=Work.WRITES, menu="team")
def invite(ask: DeskAsk) -> Answer:
    """Add her; what is handed over waits on a page of its own."""
    page = _invite_page(ask)
    if not (page.first_name and page.name and page.identifier):
        return _refused(ask, "missing")
    if code := fresh_by_form(ask):
        page = InvitePage(page.place, page.role, page.first_name, page.name, page.identifier, code=code)
        return Shown("supervisor/invite.html", page, 422)
    try:
        who = (page.identifier, page.first_name, page.name)
        staff_id, enrollment_code = invite_colleague(ask.unit, ask.staff, *who, ask.now)
    except IdentifierUnfit:
        return _refused(ask, "identifier")
    except AlreadyKnown:
        return _refused(ask, "taken")
    keep_invitation(ask.unit, ask.visit, staff_id, enrollment_code, ask.now)
    return SeeOther(f"{_PATH}/invitation")


@room.page(f"{_PATH}/invitation", guard=DeskGuard.SUPERVISOR, menu="team")
def show_invitation(ask: DeskAsk) -> Answer:
    """Show what is handed over."""
    found = _invitation(ask, ask.unit)
    return Shown("supervisor/invitation.html", found) if found else SeeOther(_PATH)


@room.page(f"{_PATH}/invitation", "POST", guard=DeskGuard.SUPERVISOR, work=Work.OWN, menu="team")
def print_invitation(ask: DeskAsk) -> Answer:
    """Hand out the sheet; it is laid out after the transaction."""
    with ask.store.reading() as unit:
        found = _invitation(ask, unit)
    if found is None:
        return SeeOther(_PATH)
    told = (found.name, found.identifier, found.enrollment_code, found.until)
    return invitation_file(*told, ask.staff.site or ask.staff.team, ask.settings)


@room.page(f"{_PATH}/invitation/remise", "POST", guard=DeskGuard.SUPERVISOR, work=Work.WRITES, menu="team")
def put_away(ask: DeskAsk) -> Answer:
    """Forget the code here: it is in her hands."""
    drop_draft(ask.unit, ask.visit, _DRAFT)
    return SeeOther(f"{_PATH}?fait=remis")


def keep_invitation(unit: Unit, visit: str, staff_id: bytes, code: str, now: datetime) -> None:
    """Keep what is to be handed over, sealed, for this visit of the supervisor's alone."""
    keep_draft(unit, visit, _DRAFT, {"member": staff_id.hex(), "code": code}, now)


def _invitation(ask: DeskAsk, unit: Unit) -> InvitationPage | None:
    """Return what is handed over; None once it was put away, used or replaced."""
    kept = draft(unit, ask.visit, _DRAFT, ask.now)
    member = _member(ask, unit, bytes.fromhex(kept["member"])) if kept else None
    if member is None or member.enrollment_until is None:
        return None
    name = f"{member.first_name} {member.name}"
    address = f"{ask.settings.desk_url}/premiere-fois".split("://")[-1]
    return InvitationPage(name, member.identifier, in_groups(kept["code"]), day_of(member.enrollment_until), address)


def _member(ask: DeskAsk, unit: Unit, staff_id: bytes) -> StaffMember | None:
    try:
        return colleague_of(unit, ask.staff, staff_id)
    except StaffUnknown:
        return None


def _invite_page(ask: DeskAsk, error: InviteMistake = "") -> InvitePage:
    role = role_in_words(Role.ADVISOR if ask.staff.site else Role.CALL_AGENT)
    first_name, name, identifier = (ask.written(field) for field in ("first_name", "name", "identifier"))
    return InvitePage(ask.staff.site or ask.staff.team, role, first_name, name, identifier, error)


def _refused(ask: DeskAsk, error: InviteMistake) -> Answer:
    return Shown("supervisor/invite.html", _invite_page(ask, error), 422)
