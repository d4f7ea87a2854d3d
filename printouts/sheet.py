"""What the sheet « Mon dossier en résumé » holds: facts only, in the sheet's order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from .dates import PartialDate


class State(StrEnum):
    """What is known of a section. « Not filled in » and « none » are never the same thing."""

    NOT_FILLED_IN = "not_filled_in"
    DECLARED_NONE = "declared_none"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section. `author` is for documents: who wrote them."""

    text: str
    detail: str = ""
    on: PartialDate | None = None
    author: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section in one of its three states. Raises `ValueError` when state and content disagree."""

    state: State = State.NOT_FILLED_IN
    items: tuple[Item, ...] = ()
    none_on: PartialDate | None = None

    def __post_init__(self) -> None:
        """Refuse a list without items, items without a list, a « none » without its date."""
        if bool(self.items) != (self.state == State.LISTED):
            raise ValueError("items belong to a listed section, and to no other")
        if (self.none_on is not None) != (self.state == State.DECLARED_NONE):
            raise ValueError("a date belongs to a section declared empty, and to no other")

    @classmethod
    def listed(cls, *items: Item) -> Section:
        """Return a section that lists `items`."""
        return cls(State.LISTED, items)

    @classmethod
    def none(cls, on: PartialDate) -> Section:
        """Return a section declared empty on that day."""
        return cls(State.DECLARED_NONE, none_on=on)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose sheet it is. `ins` is the 15 characters of the number with its key, or empty to leave it out."""

    civility: str
    usual_name: str
    birth_name: str
    first_names: tuple[str, ...]
    birth_on: PartialDate | None
    sex: Literal["F", "M", "U"]
    ins: str = ""


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """Everything the sheet prints, sections in the sheet's order. `printed_at` is an aware instant."""

    identity: Identity
    printed_at: datetime
    allergies: Section = Section()
    problems: Section = Section()
    treatments: Section = Section()
    vaccinations: Section = Section()
    results: Section = Section()
    documents: Section = Section()
    language: Literal["fr"] = "fr"
