"""One's own security keys."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key: the id its button sends, and the day it was added."""

    key: str
    added_on: date


@dataclass(frozen=True, slots=True)
class RescuePage:
    """Template `keys/rescue.html`, at `/codes-de-secours`. `codes`: new ones, until they are put away."""

    left: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeysPage:
    """Template `keys/keys.html`, at `/cles`. `question`: what a new key is asked; empty where none can be made."""

    keys: tuple[KeyLine, ...]
    question: str
    room_left: bool
    refused: bool = False
    """The key that was just tried can't be added, or the browser asked none."""
    proconnect: bool = False
    """Whether ProConnect may open a desk here."""
