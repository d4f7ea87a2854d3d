"""The first page of an open desk: what it is for, and what it never shows."""

from assisted_desk.ui import DeskAsk, DeskGuard, menu_of
from portal.ui import Answer, Room, Shown

from .pages import HomePage

room = Room("home")


@room.page("/", guard=DeskGuard.STAFF, menu="home")
def home(ask: DeskAsk) -> Answer:
    """Say whose desk this is and what can be done at it."""
    staff, told = ask.staff, ask.settings
    name = f"{staff.first_name} {staff.name}"
    page = HomePage(name, staff.team, staff.role, menu_of(staff.role), told.help_phone, told.help_hours)
    return Shown("home/home.html", page)
