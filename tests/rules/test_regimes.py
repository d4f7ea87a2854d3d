"""The rules of the window as dated data: what was once written stays written."""

from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import pytest

from dossier.lifecycle.regimes import (
    REGIMES,
    Length,
    Occasion,
    Regime,
    RegimeUnknown,
    Unit,
    regime_named,
    regimes_holding,
)

WRITTEN = {
    "one-month-from-sending": ("campaign", "2021-08-08", 1, "months", "project charter"),
    "six-weeks-from-sending": ("campaign", "2021-08-08", 6, "weeks", "CSP R1111-28"),
    "six-weeks-from-sending-birth": ("birth", "2022-01-01", 6, "weeks", "CSP R1111-28"),
    "six-weeks-from-sending-late-affiliation": ("late-affiliation", "2022-01-01", 6, "weeks", "CSP R1111-28"),
}


@pytest.mark.parametrize("regime_id", WRITTEN)
def test_a_rule_once_written_is_never_edited(regime_id):
    occasion, holds_from, count, unit, source = WRITTEN[regime_id]
    length = Length(count, Unit(unit))
    expected = Regime(regime_id, Occasion(occasion), date.fromisoformat(holds_from), length, source)
    assert regime_named(regime_id) == expected


def test_every_rule_has_an_id_of_its_own_that_is_pinned_here():
    assert sorted(one.id for one in REGIMES) == sorted(WRITTEN)


def test_a_rule_cannot_be_changed_at_work():
    with pytest.raises(FrozenInstanceError):
        REGIMES[0].length = Length(2, Unit.WEEKS)


def test_every_occasion_has_a_rule_that_the_law_gives():
    for occasion in Occasion:
        assert "CSP R1111-28" in {one.source for one in regimes_holding(occasion, date(2026, 1, 1))}


@pytest.mark.parametrize(
    ("occasion", "first_day", "ids"),
    [
        (Occasion.CAMPAIGN, date(2021, 8, 8), ["one-month-from-sending", "six-weeks-from-sending"]),
        (Occasion.BIRTH, date(2022, 1, 1), ["six-weeks-from-sending-birth"]),
        (Occasion.LATE_AFFILIATION, date(2022, 1, 1), ["six-weeks-from-sending-late-affiliation"]),
    ],
)
def test_a_rule_holds_from_its_first_day_on(occasion, first_day, ids):
    assert [one.id for one in regimes_holding(occasion, first_day)] == ids
    assert regimes_holding(occasion, first_day - timedelta(days=1)) == ()


@pytest.mark.parametrize("regime_id", ["", "one-month", "ONE-MONTH-FROM-SENDING", "one-month-from-receipt"])
def test_a_rule_is_known_by_its_exact_id_only(regime_id):
    with pytest.raises(RegimeUnknown) as refusal:
        regime_named(regime_id)
    assert refusal.value.facts == {"regime": regime_id}
