"""The only door to the PDF engines: closed HTML in, tagged PDF out, nothing fetched on the way; or sealed."""

import os
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Final, Never

from dossier.base import Refused

from .practice import marked

FONTS_CONF = Path(__file__).parent / "fonts" / "fonts.conf"
# No setting but an order to Pango, which reads it when it loads: hence the imports below. It shuts out the
# machine's other fonts, whatever was set before.
os.environ["FONTCONFIG_FILE"] = str(FONTS_CONF)  # noqa: TID251

import pikepdf  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher  # noqa: E402

MAX_DEPTH = 32
"""Past it, layout ends in a recursion error (300 nested blocks)."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a document may be. Past a sheet's bounds layout takes minutes: large tables cost most."""

    characters: int = 400_000
    elements: int = 8_000


_SHEET = Bounds()
_SEAL: Final = 6
_SEAL_SINCE = "2.0"
"""AES-256 under revision 6 of the standard handler (ISO 32000-2, 7.6.4): trying a code takes long, unlike before it.

Object streams are sealed too. Without them a file tells in clear how many lines its lists have.
"""
_POINTS_A_PIXEL = 0.75
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


class PrintoutTooLarge(Refused):
    """More was asked for than one sheet may hold. Facts: `part`, and its `limit`."""

    code: ClassVar[str] = "printout-too-large"


class _NothingFetched(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a sheet is whole in itself. WeasyPrint goes on without the thing refused."""

    def fetch(self, *_: object, **__: object) -> Never:
        """Raise `ValueError` for any address, without repeating it: it could tell about a person."""
        raise ValueError("a sheet fetches nothing")


_FETCHER = _NothingFetched()


class _Measure(HTMLParser):
    """Counts elements and how deep they nest, and stops at the first excess."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.elements = 0
        self.depth = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        self.depth += tag not in _VOID
        if self.elements > self.most:
            raise PrintoutTooLarge(part="elements", limit=self.most)
        if self.depth > MAX_DEPTH:
            raise PrintoutTooLarge(part="depth", limit=MAX_DEPTH)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in _VOID


def render(html: str, *css: str, bounds: Bounds = _SHEET, pages: int | None = None) -> bytes:
    """Return `html`, styled by the given style sheets (their text), as a PDF/UA-1 file.

    Language and title come from `<html lang>` and `<title>`. No address is ever fetched, and no font used but
    those of `fonts/fonts.conf`. Raises `PrintoutTooLarge` before any work that could take minutes, and when the
    file hasn't exactly as many `pages` as said: letters that share a file would go into each other's envelopes.
    Inside `practice_sheets`, every page says that it is one of practice.
    """
    html, css = marked(html, css)
    if len(html) > bounds.characters:
        raise PrintoutTooLarge(part="characters", limit=bounds.characters)
    _Measure(bounds.elements).feed(html)
    # Made anew each time: Pango's font maps may not be shared between threads.
    fonts = FontConfiguration()
    sheets = [CSS(string=text, font_config=fonts, url_fetcher=_FETCHER) for text in css]
    document = HTML(string=html, url_fetcher=_FETCHER)

    def finish(document: Any, pdf: Any) -> None:
        if pages not in (None, len(document.pages)):
            raise PrintoutTooLarge(part="pages", limit=pages)
        _place_figures(document, pdf)

    pdf: bytes = document.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1", finisher=finish)
    return pdf


def sealed_pdf(pdf: bytes, code: str) -> bytes:
    """Return a PDF that opens with `code` alone: its words, its title, its structure, the number of its lines.

    Whoever has the code may do anything with it: a voice must read it (PDF/UA-1, 7.16), and paper be made of it.
    """
    sealed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(
            sealed,
            encryption=pikepdf.Encryption(owner=code, user=code, R=_SEAL),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            force_version=_SEAL_SINCE,
        )
    return sealed.getvalue()


def pages_in(pdf: bytes) -> int:
    """Return how many pages a file has."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return len(file.pages)


def _place_figures(document: Any, pdf: Any) -> None:
    """Write the boxes of figures in points from the page's foot: the engine writes pixels from its head."""
    height = document.pages[0].height * _POINTS_A_PIXEL
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/Figure":
            left, top, right, bottom = (side * _POINTS_A_PIXEL for side in element["A"]["BBox"])
            element["A"]["BBox"][:] = (left, height - bottom, right, height - top)
