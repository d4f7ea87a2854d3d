"""Birth dates as people type them, in three boxes: which day it is, or what is kindly told."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .ask import Asked
from .words import MONTHS

BirthMistake = Literal[
    "missing",
    "missing-day",
    "missing-month",
    "missing-year",
    "short-year",
    "no-such-day",
    "future",
    "too-long-ago",
]
_OLDEST_YEAR = 1890
_PIECES = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date as it was typed: fields `day`, `month`, `year`."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def read(cls, ask: Asked[Any]) -> "TypedDate":
        """Read the three boxes of a form."""
        return cls(ask.written("day"), ask.written("month"), ask.written("year"))

    @classmethod
    def of(cls, day: date | None) -> "TypedDate":
        """Return how a known day fills the boxes; empty boxes when there is none."""
        return cls() if day is None else cls(str(day.day), str(day.month), str(day.year))


NOTHING_TYPED = TypedDate()


def read_birth(typed: TypedDate, today: date) -> date | BirthMistake:
    """Return the day that was typed, or the first thing that is wrong: missing, then impossible, then the rest.

    The month may be a French word, whole or begun, with or without accents; digits may be wide or of another script;
    a whole date in one box is understood.
    """
    boxes = _spread([_plain(typed.day), _plain(typed.month), _plain(typed.year)])
    missing = [part for part, box in zip(("day", "month", "year"), boxes, strict=True) if not box]
    if missing:
        return "missing" if len(missing) == 3 else f"missing-{missing[0]}"  # type: ignore[return-value]
    day, month, year = boxes
    if year.isdigit() and len(year) < 4:
        return "short-year"
    try:
        born = date(int(year), _month(month), int(re.sub(r"^1 ?er$", "1", day)))
    except (ValueError, OverflowError):
        return "no-such-day"
    if born > today:
        return "future"
    return born if born.year >= _OLDEST_YEAR else "too-long-ago"


def _plain(text: str) -> str:
    """Return a text without accents, in small letters, its digits in our own."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in bare)
    return digits.casefold().strip(" .,;/-")


def _spread(boxes: list[str]) -> list[str]:
    """Return day, month and year of a date that was typed in one box; else the boxes as they are."""
    filled = [box for box in boxes if box]
    pieces = [piece for piece in _PIECES.findall(filled[0]) if piece != "er"] if len(filled) == 1 else []
    return pieces if len(pieces) == 3 else boxes


def _month(text: str) -> int:
    """Return the number of a month typed as a number or a word. Raises `ValueError`."""
    if text.isdigit():
        return int(text)
    begun = [number for number, name in enumerate(MONTHS, 1) if len(text) > 2 and _plain(name).startswith(text)]
    if len(begun) != 1:
        raise ValueError("no month, or more than one, begins like this")
    return begun[0]
