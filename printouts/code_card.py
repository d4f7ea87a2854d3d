"""The card of one-time codes, numbered, to keep like a key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .coverage import has_holes
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .sizes import Size, check_size

CODES = 50
_BLOCK = 10
_CODE = re.compile(r"\d{8}", re.ASCII)
_MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCardSheet:
    """Whose card, its fifty codes of eight digits in order, the day it was made, whom to call when it's lost."""

    person: str
    codes: tuple[str, ...]
    made_on: date
    phone: str
    hours: str


def render_code_card(sheet: CodeCardSheet, size: Size) -> bytes:
    """Return the card as a PDF/UA-1 file whose smallest text is `size` points (14, 18 or 24).

    Raises `ValueError` for another size, or unless there are fifty codes of eight digits; the message repeats
    none. Raises `PrintoutTooLarge` for a name past 200 characters.
    """
    check_size(size)
    check_codes(sheet.codes)
    if len(sheet.person) > _MAX_NAME:
        raise PrintoutTooLarge(part="text", limit=_MAX_NAME)
    html = page(
        "code_card.html",
        language="fr",
        size=size,
        created=sheet.made_on.isoformat(),
        sheet=sheet,
        blocks=blocks_of(sheet.codes),
        has_holes=has_holes(sheet.person),
    )
    return render(html, *style(size, "code_tables.css", "code_card.css"))


def check_codes(codes: tuple[str, ...]) -> None:
    """Raise `ValueError` unless these are fifty codes of eight digits; the message repeats none."""
    if len(codes) != CODES or not all(map(_CODE.fullmatch, codes)):
        raise ValueError("a card is fifty codes of eight digits")


def blocks_of(codes: tuple[str, ...]) -> list[list[tuple[int, str]]]:
    """Return the codes with their numbers, ten a table: a table is never split over two pages."""
    numbered = [(number, f"{code[:4]} {code[4:]}") for number, code in enumerate(codes, 1)]
    return [numbered[start : start + _BLOCK] for start in range(0, CODES, _BLOCK)]
