"""Letters, many in one file: an announcement, a code, a receipt, a coming erasure, a card, an appointment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from .code_card import blocks_of
from .letter_facts import (
    AppointmentSheet,
    CardLetter,
    CodeLetter,
    ErasureLetter,
    Letter,
    NoteLetter,
    NoticeLetter,
    ReceiptLetter,
)
from .pages import page, style
from .pdf import Bounds, PrintoutTooLarge, render
from .receipt_words import RECEIPTS

L = TypeVar("L", bound=Letter)
MAX_LETTERS = 200
"""In one file. The caller makes batches; fifty go fastest, since the engine's work grows with the square of pages."""

NOTICE_PAGES, CODE_LETTER_PAGES = 2, 1
RECEIPT_LETTER_PAGES, ERASURE_LETTER_PAGES, CARD_LETTER_PAGES, NOTE_LETTER_PAGES = 2, 1, 2, 1
APPOINTMENT_PAGES = 1
"""Of each letter; a file that has others is refused."""

_CHARACTERS = 12_000
_ELEMENTS = 250
"""Of one letter's HTML, with room to spare: a letter is short by its very form."""

_TEXT_POINTS = 14
_NAME_SIGNS = 40
_NAME_CAPITALS = 30


def render_notices(letters: Sequence[NoticeLetter]) -> bytes:
    """Return one PDF/UA-1 file with the announcements in the order given, two pages each (front and back).

    What each one says: article R. 1111-28 of the public health code. Raises `ValueError` without a letter,
    `PrintoutTooLarge` past `MAX_LETTERS`.
    """
    return _render("notices.html", letters, NOTICE_PAGES)


def render_code_letters(letters: Sequence[CodeLetter]) -> bytes:
    """Return one PDF/UA-1 file with the letters in the order given, one page each.

    Raises as `render_notices` does.
    """
    return _render("code_letters.html", letters, CODE_LETTER_PAGES)


def render_receipt_letters(letters: Sequence[ReceiptLetter]) -> bytes:
    """Return one PDF/UA-1 file with the receipts in the order given, two pages each (front and back).

    CRPA article L. 112-3: an act gets its acknowledgment. Raises as `render_notices` does.
    """
    return _render("receipt_letters.html", letters, RECEIPT_LETTER_PAGES, words=RECEIPTS)


def render_erasure_letters(letters: Sequence[ErasureLetter]) -> bytes:
    """Return one PDF/UA-1 file with the letters in the order given, one page each.

    Raises as `render_notices` does.
    """
    return _render("erasure_letters.html", letters, ERASURE_LETTER_PAGES)


def render_card_letters(letters: Sequence[CardLetter]) -> bytes:
    """Return one PDF/UA-1 file with the cards in the order given, two pages each: the codes are on the back.

    Never on the page that shows through the window, nor behind it. Raises as `render_notices` does.
    """
    return _render("card_letters.html", letters, CARD_LETTER_PAGES, blocks_of=blocks_of)


def render_appointments(sheets: Sequence[AppointmentSheet]) -> bytes:
    """Return one PDF/UA-1 file with the appointment sheets in the order given, one page each.

    Raises as `render_notices` does.
    """
    return _render("appointments.html", sheets, APPOINTMENT_PAGES)


def render_note_letters(letters: Sequence[NoteLetter]) -> bytes:
    """Return one PDF/UA-1 file with the messages in the order given, one page each.

    As soon as one of them has lines in another language, each has two: French is on the back. Raises as
    `render_notices` does.
    """
    two_sided = any(letter.own_lines for letter in letters)
    return _render("note_letters.html", letters, NOTE_LETTER_PAGES * (1 + two_sided), two_sided=two_sided)


def _render(template: str, letters: Sequence[Letter], pages_each: int, **more: object) -> bytes:
    if not letters:
        raise ValueError("no letter to print")
    if len(letters) > MAX_LETTERS:
        raise PrintoutTooLarge(part="letters", limit=MAX_LETTERS)
    html = page(template, language="fr", letters=[with_short_names(letter) for letter in letters], **more)
    bounds = Bounds(characters=_CHARACTERS * len(letters), elements=_ELEMENTS * len(letters))
    return render(
        html, *style(_TEXT_POINTS, "letter.css", "code_tables.css"), bounds=bounds, pages=pages_each * len(letters)
    )


def with_short_names(letter: L) -> L:
    """Return a letter whose names fit on a line; the window of the envelope has them whole."""
    return replace(letter, addressee=_short(letter.addressee), about=_short(letter.about))


def _short(name: str) -> str:
    most = _NAME_CAPITALS if name.isupper() else _NAME_SIGNS
    return name if len(name) <= most else f"{name[: most - 1]}…"
