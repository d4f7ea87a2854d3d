"""A paper taken in blindly: the advisor sends photographs, learns how they can be read, and never sees them again."""

from dataclasses import replace
from typing import cast

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.papers import (
    LARGEST_PAPER,
    LARGEST_PICTURE,
    MOST_PAGES,
    Page,
    PaperWords,
    PictureRefused,
    RecordNotOpen,
    TakenIn,
    clean_page,
    take_in,
)
from dossier.policy import Acting, Scope
from i18n import gettext
from portal.ui import Answer, Shown, Work, day_of, typeset

from .act_pages import PageLine, PageMistake, PaperKeptPage, PaperPage
from .acts import act_open, begin_act, end_act, path_of_act, typed_before
from .views import room
from .visit import Visit

_SCOPE = Scope.PAPER_IN
_KEEP = "garder"
_AGAIN = {"again": "1"}
"""Kept while she proves anew: a browser can't keep files, so the page says to choose them again."""
_TITLE = gettext("Papier photographié au guichet")
_LINES = (
    gettext("Vous avez donné ce papier à un guichet. Il a été photographié, puis rendu."),
    gettext("Ouvrez le fichier pour le lire."),
)


@room.page("/visite/<reference>/papier", guard=DeskGuard.ADVISOR, menu="visit")
def ask_paper_in(ask: DeskAsk, reference: str) -> Answer:
    """Ask for the photographs."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    return Shown("acts/paper.html", _begun(visit, again=bool(typed_before(ask, reference, _SCOPE))))


@room.page(
    "/visite/<reference>/papier",
    "POST",
    guard=DeskGuard.ADVISOR,
    work=Work.OWN,
    menu="visit",
    largest=LARGEST_PAPER,
)
def take_paper_in(ask: DeskAsk, reference: str) -> Answer:
    """Check the photographs outside a transaction, then seal them in one; nothing of them comes back."""
    with ask.store.writing() as unit:
        visit = act_open(replace(ask, unit=unit), reference, _SCOPE, _AGAIN)
    if not isinstance(visit, Visit):
        return visit
    sent = [one.stream.read(LARGEST_PICTURE + 1) for one in ask.request.files.getlist("pages") if one.filename]
    page = _begun(visit)
    if not sent or len(sent) > MOST_PAGES:
        return Shown("acts/paper.html", replace(page, error="many" if sent else "missing"), 422)
    pages, lines = _checked(sent)
    page = replace(page, lines=lines)
    if len(pages) < len(sent):
        return Shown("acts/paper.html", replace(page, error="refused"), 422)
    if page.wrong and not ask.pressed(_KEEP):
        return Shown("acts/paper.html", replace(page, error="unread"), 422)
    return _sealed(ask, page, pages)


def _checked(sent: list[bytes]) -> tuple[tuple[Page, ...], tuple[PageLine, ...]]:
    """Return the pages that may be kept, and what is told of each."""
    pages, lines = [], []
    for number, content in enumerate(sent, start=1):
        try:
            one = clean_page(content)
        except PictureRefused as refused:
            lines.append(PageLine(number, cast("PageMistake", refused.facts["why"])))
        else:
            pages.append(one)
            lines.append(PageLine(number, one.legibility))
    return tuple(pages), tuple(lines)


def _sealed(ask: DeskAsk, page: PaperPage, pages: tuple[Page, ...]) -> Answer:
    words = PaperWords(_TITLE, tuple(typeset(line) for line in _LINES))
    with ask.store.writing() as unit:
        asked = replace(ask, unit=unit)
        acting = begin_act(asked, page.visit.reference, _SCOPE, _AGAIN)
        if not isinstance(acting, Acting):
            return acting
        try:
            taken = take_in(unit, acting, pages, words, day_of(ask.now), ask.now)
        except RecordNotOpen:
            return Shown("acts/paper.html", replace(page, error="closed"), 409)
        end_act(asked, acting)
    return _told(page, taken)


def _told(page: PaperPage, taken: TakenIn) -> Answer:
    return Shown("acts/paper_kept.html", PaperKeptPage(page.visit, taken.pages, len(page.wrong), taken.is_new))


def _begun(visit: Visit, *, again: bool = False) -> PaperPage:
    return PaperPage(visit, path_of_act(visit.reference, _SCOPE), again=again)
