"""Her agreement on paper: identity document seen, a signed paper photographed. Weaker, and said so."""

from dataclasses import replace
from hashlib import sha256

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import MandateRefused, MandateState, consent_by_paper, mandate_of
from dossier.papers import LARGEST_PAPER, MOST_PAGES, PictureRefused, clean_page
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
    """Keep the digest of a paper that can be read; its pictures go away, the paper stays at the site."""
    pictures = [one for one in (file.read() for file in ask.request.files.getlist("scan")) if one]
    mistake = _mistake(ask, pictures)
    with ask.store.writing() as unit:
        asked = replace(ask, unit=unit)
        if mistake:
            return _page(asked, reference, mistake)
        digest = sha256(b"".join(sha256(one).digest() for one in pictures)).digest()
        try:
            consent_by_paper(unit, ask.staff, reference, digest, len(pictures), ask.now)
        except MandateRefused:
            return _page(asked, reference, "unfit")
    return SeeOther(f"{PATH}/{reference}")


def _mistake(ask: DeskAsk, pictures: list[bytes]) -> PaperMistake:
    if not ask.pressed("seen"):
        return "unseen"
    if not ask.pressed("signed"):
        return "unsigned"
    if not pictures:
        return "missing"
    if len(pictures) > MOST_PAGES:
        return "unreadable"
    try:
        pages = [clean_page(one) for one in pictures]
    except PictureRefused:
        return "unreadable"
    return "" if all(page.legibility == "good" for page in pages) else "unreadable"


def _page(ask: DeskAsk, reference: str, error: PaperMistake = "") -> Answer:
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if line.state is not MandateState.DRAFT:
        return SeeOther(f"{PATH}/{line.reference}")
    seen, signed = bool(ask.pressed("seen")), bool(ask.pressed("signed"))
    page = PaperPage(Visit.of(line, ask.now), seen, signed, error)
    return Shown("visit/paper.html", page, 422 if error else 200)
