"""How a letter travels: the class of its postage, and its weight by the sheet. Pure.

Every letter goes in a closed envelope. Weights are those of A4 at 80 g/m², printed on both sides: who posts it weighs.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias

from dossier.base import StartRefused

from .sheets import KINDS

_SHEET, _ENVELOPE = 5, 5
"""Grams."""
_STEPS = (20, 100, 250, 500, 1000, 2000)
"""Grams up to which one price holds, at La Poste."""


class Postage(StrEnum):
    """The classes of La Poste, by their names there."""

    GREEN = "lettre-verte"
    TRACKED = "lettre-services-plus"
    REGISTERED = "lettre-recommandee"


Classes: TypeAlias = Mapping[str, Postage]
"""The class of each kind of letter; one that isn't named goes as a green letter."""


def classes(told: Iterable[str]) -> Classes:
    """Return the classes told as KIND=CLASS. Raises `StartRefused` with a line for each that says nothing."""
    parted = [one.partition("=") for one in told]
    known = [str(one) for one in Postage]
    lines = [f"POSTAGE: {kind} is no kind of letter." for kind, _, _ in parted if kind not in KINDS]
    lines += [f"POSTAGE: {kind} goes as {' or '.join(known)}." for kind, _, name in parted if name not in known]
    if lines:
        raise StartRefused(lines)
    return {kind: Postage(name) for kind, _, name in parted}


def sheets_of(pages: int) -> int:
    """Return how many sheets a letter has."""
    return (pages + 1) // 2


def grams_of(sheets: int) -> int:
    """Return the step of weight, in grams, that a letter of so many sheets is paid at."""
    weight = _ENVELOPE + _SHEET * sheets
    return next((step for step in _STEPS if weight <= step), _STEPS[-1])
