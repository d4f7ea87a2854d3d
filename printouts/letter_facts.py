"""What the letters hold: whose window they show through, what they bring, where one answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .code_card import check_codes
from .receipt_words import Kind
from .sheet import SummarySheet
from .since_sheet import SinceSheet

ADDRESS_LINES = 6
ADDRESS_SIGNS = 38
"""What the window of an envelope shows (NF Z 10-011)."""

_MOST_SIGNS = {"portal": 50, "phone": 20, "hours": 50, "number": 20}
"""Longer, and a line of the letter would be cut: these come from the settings, not from people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter needs. `about` is whose record it is when not the addressee's own.

    `portal` is an address to type by hand, empty where there is nothing to type; `number` is the letter's line in
    the manifest. Raises `ValueError` for an address the window can't show, or another text that doesn't fit its place.
    """

    address: tuple[str, ...]
    addressee: str
    about: str = ""
    portal: str = ""
    phone: str
    hours: str
    number: str

    def __post_init__(self) -> None:
        """Refuse what doesn't fit. Names are people's own: the letter shortens them instead."""
        check_address(self.address)
        for name, most in _MOST_SIGNS.items():
            if len(getattr(self, name)) > most:
                raise ValueError(f"the {name} of a letter is {most} signs at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLetter(Letter):
    """The announcement of a record. `code` is canonical; `last_day` is None when the day of sending isn't known."""

    code: str
    sent_on: date
    last_day: date | None
    paper_address: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what doesn't fit, the address to write to included."""
        Letter.__post_init__(self)
        check_address(self.paper_address)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter(Letter):
    """A canonical code that was asked for, what it's for, and its last day."""

    code: str
    purpose: Literal["opt-out", "activation", "sign-in", "change"]
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLetter(Letter):
    """The receipt of an act on the record of `about`. `receipt` is its canonical number, `portal` checks it.

    `local_at` is an aware instant by the clocks of `zone`, whose name is French words.
    """

    receipt: str
    kind: Kind
    local_at: datetime
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureLetter(Letter):
    """Erasure is near: on which day, the canonical number of the receipt of its asking; `portal` still cancels it."""

    receipt: str
    erased_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLetter(Letter):
    """A card of fifty codes of eight digits, in order. Raises `ValueError` for others; the message repeats none."""

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what doesn't fit, and what isn't a card."""
        Letter.__post_init__(self)
        check_codes(self.codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentSheet(Letter):
    """Come to a desk: the canonical number of the `case`, the last day; `portal` is where she shows her screen."""

    case: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLetter(Letter):
    """A short message without a sheet of its own, line by line, as it is written on other channels.

    Whoever reads another language has `own_lines` in front, in the language of that tag, written in that direction.
    """

    lines: tuple[str, ...]
    own_lines: tuple[str, ...] = ()
    own_language: str = ""
    own_direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLetter(Letter):
    """The summary that `advisor`, at `site`, had posted, asked for on a day; its own pages follow the letter's.

    `since`: what happened since her visit before that day, on a last page.
    """

    sheet: SummarySheet
    since: SinceSheet
    advisor: str
    site: str
    asked_on: date


def check_address(lines: tuple[str, ...]) -> None:
    """Raise `ValueError` unless the window can show these lines; the message repeats none of them."""
    if not 1 <= len(lines) <= ADDRESS_LINES or any(len(line) > ADDRESS_SIGNS for line in lines):
        raise ValueError(f"an address is {ADDRESS_LINES} lines of {ADDRESS_SIGNS} signs at most")
