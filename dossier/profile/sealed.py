"""A section's content: what it lists, or that there is nothing to list."""

import json
from dataclasses import dataclass
from enum import StrEnum

from dossier.vault import Place


class SectionState(StrEnum):
    """The three states that must never be mixed up: an empty page is not "no allergy"."""

    NOT_FILLED_IN = "not_filled_in"
    DECLARED_NONE = "declared_none"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class DeclaredItem:
    """One line: what, a detail, and a date that may be a year, a month or a day (`2019`, `2019-03`, `2019-03-02`)."""

    text: str
    detail: str = ""
    on: str = ""


def to_bytes(items: tuple[DeclaredItem, ...]) -> bytes:
    """Return the items as bytes to seal; no items means "declared none"."""
    return json.dumps([[item.text, item.detail, item.on] for item in items], ensure_ascii=False).encode()


def from_bytes(told: bytes) -> tuple[DeclaredItem, ...]:
    """Return the items that `to_bytes` wrote."""
    return tuple(DeclaredItem(*fields) for fields in json.loads(told))


def section_place(patient_id: bytes, section: str) -> Place:
    """Return the place a section is bound to."""
    return Place(f"profile-{section}", patient_id)
