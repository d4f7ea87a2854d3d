"""Her agreement on paper: identity document seen, a signed paper photographed. Weaker, and said so."""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import MandateRefused, MandateState, consent_by_paper, mandate_of
from dossier.papers import LARGEST_PAPER, LARGEST_PICTURE, MOST_PAGES, Page, PictureRefused, bound, clean_page
from portal.ui import Answer, SeeOther, Shown, Work

from .views import room
from .visit import PATH, Visit
from .visit_pages import PaperMistake, PaperPage

_PATH = f"{PATH}/<reference>/papier-signe"


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="visit")
def ask_signed_paper(ask: DeskAsk, reference: str) -> Answer:
    """Ask for the photographs of the signed paper, and say what it is good for."""
    return _page(ask, reference)


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.OWN, menu="visit", even=True, largest=LARGEST_PAPER)
def take_signed_paper(ask: DeskAsk, reference: str) -> Answer:
    """Take a paper that can be read: its pages are drawn anew, sealed, and never shown at a desk again."""
    with ask.store.reading() as unit:
        page = _page(replace(ask, unit=unit), reference)
    if isinstance(page, SeeOther):  # before anything is unpacked
        return page
    pages = _pages(ask)
    paper = bound(pages) if isinstance(pages, tuple) else b""
    with ask.store.writing() as unit:
        asked = replace(ask, unit=unit)
        if not isinstance(pages, tuple):
            return _page(asked, reference, pages)
        try:
            consent_by_paper(unit, ask.staff, reference, paper, len(pages), ask.now)
        except MandateRefused:
            return _page(asked, reference, "too-much")
    return SeeOther(f"{PATH}/{reference}")


def _pages(ask: DeskAsk) -> tuple[Page, ...] | PaperMistake:
    """Return the pages as they are kept, or what is wrong."""
    if not ask.pressed("seen"):
        return "unseen"
    if not ask.pressed("signed"):
        return "unsigned"
    sent = [one.stream.read(LARGEST_PICTURE + 1) for one in ask.request.files.getlist("scan") if one.filename]
    if not sent:
        return "missing"
    if len(sent) > MOST_PAGES:
        return "unreadable"
    try:
        pages = tuple(clean_page(one) for one in sent)
    except PictureRefused:
        return "unreadable"
    return pages if all(page.legibility == "good" for page in pages) else "unreadable"


def _page(ask: DeskAsk, reference: str, error: PaperMistake = "") -> Answer:
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if line.state is not MandateState.DRAFT or line.remote:
        return SeeOther(f"{PATH}/{line.reference}")
    seen, signed = bool(ask.pressed("seen")), bool(ask.pressed("signed"))
    page = PaperPage(Visit.of(line, ask.now), seen, signed, error)
    return Shown("visit/paper.html", page, 422 if error else 200)
