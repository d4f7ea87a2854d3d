"""Letters, many in one file: the announcement of a record, and a code that was asked for."""

from collections.abc import Sequence
from dataclasses import replace

from .letter_facts import CodeLetter, Letter, NoticeLetter
from .pages import page, style
from .pdf import Bounds, PrintoutTooLarge, render

MAX_LETTERS = 200
"""In one file. The caller makes batches; fifty go fastest, since the engine's work grows with the square of pages."""

_CHARACTERS = 12_000
_ELEMENTS = 120
"""Of one letter's HTML, with room to spare: a letter is short by its very form."""

_TEXT_POINTS = 14
_NAME_SIGNS = 40
_NAME_CAPITALS = 30


def render_notices(letters: Sequence[NoticeLetter]) -> bytes:
    """Return one PDF/UA-1 file with the announcements in the order given, two pages each (front and back).

    What each one says: article R. 1111-28 of the public health code. Raises `ValueError` without a letter,
    `PrintoutTooLarge` past `MAX_LETTERS`.
    """
    return _render("notices.html", letters)


def render_code_letters(letters: Sequence[CodeLetter]) -> bytes:
    """Return one PDF/UA-1 file with the letters in the order given, one page each.

    Raises as `render_notices` does.
    """
    return _render("code_letters.html", letters)


def _render(template: str, letters: Sequence[Letter]) -> bytes:
    if not letters:
        raise ValueError("no letter to print")
    if len(letters) > MAX_LETTERS:
        raise PrintoutTooLarge(part="letters", limit=MAX_LETTERS)
    html = page(template, language="fr", letters=[_with_short_names(letter) for letter in letters])
    bounds = Bounds(characters=_CHARACTERS * len(letters), elements=_ELEMENTS * len(letters))
    return render(html, *style(_TEXT_POINTS, "letter.css"), bounds=bounds)


def _with_short_names(letter: Letter) -> Letter:
    return replace(letter, addressee=_short(letter.addressee), about=_short(letter.about))


def _short(name: str) -> str:
    """Return as much of a name as a line of the letter holds; the window has it whole."""
    most = _NAME_CAPITALS if name.isupper() else _NAME_SIGNS
    return name if len(name) <= most else f"{name[: most - 1]}…"
