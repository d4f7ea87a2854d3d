"""Pages around ProConnect in every state: name, and the page as HTML."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from assisted_desk.proconnect.pages import FailurePage, GoingPage, LeavingPage, LinkPage
from assisted_desk.sign_in.pages import SignInPage
from assisted_desk.ui import PAGES, Badge, DeskFrame, menu_of
from dossier.policy import Role
from federation import Cause

_DAY = date(2026, 11, 25)
_BADGE = Badge("Inès Laurent", "Guichet", "France Services", "8 h 30", "18 h 30")
_STRANGER = DeskFrame("jeton", htmx="/scripts/htmx.js")
_AT_DESK = DeskFrame("jeton", _BADGE, pages=menu_of(Role.ADVISOR), menu="keys", htmx="/scripts/htmx.js")


def proconnect_drawn() -> Iterator[tuple[str, str]]:
    """Each of them, in the order in which one meets them."""
    for name, template, page, frame in _pages():
        yield name, PAGES.render(f"{template}.html", page, frame)


def _pages() -> Iterator[tuple[str, str, object, DeskFrame]]:
    yield "proconnect-offered", "sign_in/sign_in", SignInPage(proconnect=True), _STRANGER
    wrong = SignInPage("laurent.ines", "wrong", proconnect=True)
    yield "proconnect-offered-again", "sign_in/sign_in", wrong, _STRANGER
    yield "proconnect-going", "proconnect/going", GoingPage(), _STRANGER
    yield "proconnect-leaving", "proconnect/leaving", LeavingPage(), _STRANGER
    for trouble in (*get_args(Cause), "taken"):
        yield f"proconnect-{trouble}", "proconnect/failure", FailurePage(trouble, at_desk=False), _STRANGER
        yield f"proconnect-{trouble}-at-desk", "proconnect/failure", FailurePage(trouble, at_desk=True), _AT_DESK
    yield "proconnect-not-linked", "proconnect/link", LinkPage(None, just_done=False), _AT_DESK
    yield "proconnect-linked", "proconnect/link", LinkPage(_DAY, just_done=False), _AT_DESK
    yield "proconnect-just-linked", "proconnect/link", LinkPage(_DAY, just_done=True), _AT_DESK
