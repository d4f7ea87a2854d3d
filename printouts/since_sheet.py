"""The sheet « Depuis votre dernière visite »: what happened meanwhile, on one leaf, for whoever gets no e-mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from .coverage import has_holes
from .dates import moment_in_full
from .pages import page, style
from .pdf import PrintoutTooLarge, pages_in, render
from .sizes import Size, check_size

MAX_TEXT = 400
"""A mandate for every act takes half of it."""
MOST_LINES: dict[Size, int] = {14: 22, 18: 12, 24: 14}
"""Lines that the sheet holds in each size, as long as they are short; the others are counted."""
MOST_PAGES: dict[Size, int] = {14: 1, 18: 1, 24: 2}
"""In giant print both sides of one leaf."""
SINCE_STYLE = ("receipt.css", "since.css")


@dataclass(frozen=True, slots=True)
class SinceLine:
    """One thing that happened, in plain French, and when; how often, when it was more than once."""

    what: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceSheet:
    """What happened since `beginning`, which is in French words: since her visit of a day, or for how long.

    `lines`: what matters most comes first. `more`: things that aren't among them. `history`: where all of it stands, as
    one types it.
    """

    person: str
    beginning: str
    lines: tuple[SinceLine, ...]
    more: int = 0
    printed_at: datetime
    history: str
    phone: str
    hours: str

    @property
    def texts(self) -> list[str]:
        """Return everything on it that isn't ours."""
        lines = [text for line in self.lines for text in (line.what, line.when)]
        return [self.person, self.beginning, self.history, self.phone, self.hours, *lines]


def render_since(sheet: SinceSheet, size: Size) -> bytes:
    """Return the sheet as a PDF/UA-1 file of one leaf, whose smallest text is `size` points (14, 18 or 24).

    What doesn't fit is counted: « et 7 autres choses ». Raises `ValueError` for another size or an instant without
    zone, `PrintoutTooLarge` past `MAX_TEXT`.
    """
    check_size(size)
    most = min(MOST_LINES[size], len(sheet.lines))
    pdf = _rendered(sheet, size, most)
    while most > 1 and pages_in(pdf) > MOST_PAGES[size]:  # long names take two lines
        most -= 1
        pdf = _rendered(sheet, size, most)
    return pdf


def since_told(sheet: SinceSheet, most: int) -> dict[str, object]:
    """Return what the templates take, with so many lines, the others counted; private to the house.

    Raises `PrintoutTooLarge` past `MAX_TEXT`, `ValueError` for an instant without zone.
    """
    if any(len(text) > MAX_TEXT for text in sheet.texts):
        raise PrintoutTooLarge(part="text", limit=MAX_TEXT)
    return {
        "since": replace(sheet, lines=sheet.lines[:most], more=sheet.more + len(sheet.lines[most:])),
        "since_printed": moment_in_full(sheet.printed_at),
        "since_holes": any(map(has_holes, sheet.texts)),
    }


def _rendered(sheet: SinceSheet, size: Size, most: int) -> bytes:
    created = sheet.printed_at.isoformat()
    html = page("since.html", language="fr", created=created, **since_told(sheet, most))
    return render(html, *style(size, *SINCE_STYLE))
