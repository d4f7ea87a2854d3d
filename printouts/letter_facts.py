"""What the two letters hold: whose window they show through, the code they bring, where one answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ADDRESS_LINES = 6
ADDRESS_SIGNS = 38
"""What the window of an envelope shows (NF Z 10-011)."""

_MOST_SIGNS = {"portal": 50, "phone": 20, "hours": 50, "number": 20}
"""Longer, and a line of the letter would be cut: these come from the settings, not from people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter needs. `about` is whose record it is when not the addressee's own.

    `code` is canonical, `portal` is an address to type by hand, `number` the letter's line in the manifest.
    Raises `ValueError` for an address the window can't show, or another text that doesn't fit its place.
    """

    address: tuple[str, ...]
    addressee: str
    about: str = ""
    code: str
    portal: str
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
    """The announcement of a record. `last_day` is None when the day of sending isn't known."""

    sent_on: date
    last_day: date | None
    paper_address: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what doesn't fit, the address to write to included."""
        Letter.__post_init__(self)
        check_address(self.paper_address)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLetter(Letter):
    """A code that was asked for, what it's for, and its last day."""

    purpose: Literal["opt-out", "activation"]
    valid_until: date


def check_address(lines: tuple[str, ...]) -> None:
    """Raise `ValueError` unless the window can show these lines; the message repeats none of them."""
    if not 1 <= len(lines) <= ADDRESS_LINES or any(len(line) > ADDRESS_SIGNS for line in lines):
        raise ValueError(f"an address is {ADDRESS_LINES} lines of {ADDRESS_SIGNS} signs at most")
