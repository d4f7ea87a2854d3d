"""The first page of an open desk: what it is for, and what it never shows."""

from assisted_desk.ui import DeskAsk, DeskGuard, menu_of
from dossier.policy import Role
from dossier.recovery import NOBODY, changes_asked, seen_cases
from portal.ui import Answer, Room, Shown

from .pages import HomePage

room = Room("home")


@room.page("/", guard=DeskGuard.STAFF, menu="home")
def home(ask: DeskAsk) -> Answer:
    """Say whose desk this is and what can be done at it."""
    staff, told = ask.staff, ask.settings
    name = f"{staff.first_name} {staff.name}"
    pages, waiting = menu_of(staff.role), _waiting(ask) if staff.role is Role.SUPERVISOR else 0
    page = HomePage(name, staff.team, staff.role, pages, told.help_phone, told.help_hours, waiting)
    return Shown("home/home.html", page)


def _waiting(ask: DeskAsk) -> int:
    """Return how much waits for a supervisor as the second person: papers seen, and changes of contact."""
    acting, staff = ask.acting_for(NOBODY), ask.staff
    changes = changes_asked(ask.unit, acting, ask.now)
    seen = seen_cases(ask.unit, acting, ask.now)
    return len(seen) + sum(one.waits_for(staff.staff_id, staff.team) for one in changes)
