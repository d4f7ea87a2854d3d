"""What every page needs around it: language, text size, menu, help line, form token."""

from dataclasses import dataclass
from typing import Literal

MenuItem = Literal["", "record", "documents", "prints", "history", "account", "help"]
TEXT_SIZES = (20, 24, 28, 34)


@dataclass(frozen=True, slots=True)
class Help:
    """The telephone line shown at the foot of every page; numbers and hours are configuration."""

    phone: str = "3422"
    hours: str = "du lundi au vendredi, de 8 h 30 à 17 h 30"
    price: str = "Service gratuit, prix d’un appel normal."


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of one page for one reader.

    `csrf_token` is masked afresh for each answer. `path` is the local address of the page (with its
    query), where the reader comes back after choosing a text size. `record_name` is the represented
    person's name when the reader acts for someone else, empty otherwise. `at_desk`: it is her turn at a desk, where
    she leaves by one gesture. Sizes are in CSS pixels.
    """

    csrf_token: str
    path: str
    help: Help = Help()
    language: str = "fr"
    dir: Literal["ltr", "rtl"] = "ltr"
    text_size: int = 20
    signed_in: bool = False
    at_desk: bool = False
    menu: MenuItem = ""
    record_name: str = ""
    idle_minutes: int = 15
    demo: bool = False
    practice: bool = False

    def __post_init__(self) -> None:
        if self.text_size not in TEXT_SIZES:
            raise ValueError(f"text size {self.text_size} is none of {TEXT_SIZES}")
