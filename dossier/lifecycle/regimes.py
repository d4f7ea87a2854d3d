"""The rules of the opt-out window, as dated data: how long, since when, by which text (DOMAIN B1, B2). Pure.

A case keeps the id of its regime and the days computed by it. So a line below is never edited and its id never
used again: a new rule is a new line.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused


class Unit(StrEnum):
    """What a length is counted in; months and weeks end differently (CPC 641)."""

    MONTHS = "months"
    WEEKS = "weeks"


class Occasion(StrEnum):
    """Why the caisse wrote to this person."""

    CAMPAIGN = "campaign"
    BIRTH = "birth"
    LATE_AFFILIATION = "late-affiliation"


@dataclass(frozen=True, slots=True)
class Length:
    """How long a window lasts."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Regime:
    """One rule: letters sent for this occasion, from this day on, leave this much time, by this source."""

    id: str
    occasion: Occasion
    holds_from: date
    length: Length
    source: str


class RegimeUnknown(Refused):
    """No regime has this id."""

    code: ClassVar[str] = "regime-unknown"


_ONE_MONTH = Length(1, Unit.MONTHS)
_SIX_WEEKS = Length(6, Unit.WEEKS)
# Decree 2021-1048, article 4: at once in the three pilot departments, everywhere on the first of January.
_PILOT = date(2021, 8, 8)
_NATIONAL = date(2022, 1, 1)

REGIMES: tuple[Regime, ...] = (
    Regime("one-month-from-sending", Occasion.CAMPAIGN, _PILOT, _ONE_MONTH, "project charter"),
    Regime("six-weeks-from-sending", Occasion.CAMPAIGN, _PILOT, _SIX_WEEKS, "CSP R1111-28"),
    Regime("six-weeks-from-sending-birth", Occasion.BIRTH, _NATIONAL, _SIX_WEEKS, "CSP R1111-28"),
    Regime(
        "six-weeks-from-sending-late-affiliation",
        Occasion.LATE_AFFILIATION,
        _NATIONAL,
        _SIX_WEEKS,
        "CSP R1111-28",
    ),
)


def regime_named(regime_id: str) -> Regime:
    """Return the regime of this id. Raises `RegimeUnknown`."""
    for regime in REGIMES:
        if regime.id == regime_id:
            return regime
    raise RegimeUnknown(regime=regime_id)


def regimes_holding(occasion: Occasion, sent_on: date) -> tuple[Regime, ...]:
    """Return the regimes among which a deployment chooses for a letter of this occasion and day."""
    return tuple(one for one in REGIMES if one.occasion is occasion and one.holds_from <= sent_on)
