"""The case of a letter: told early, accepted late, computed once (DOMAIN B2, B6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.lifecycle import Occasion, Sending, SendingSource, Zone, regime_named, regimes_holding
from dossier.lifecycle.cases import columns_of
from dossier.lifecycle.rules import GRACE

MONTH = regime_named("one-month-from-sending")
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def case(sent_on, zone=Zone.METROPOLE, occasion=Occasion.CAMPAIGN, told=MONTH):
    return columns_of(Sending(occasion, sent_on, SendingSource.CAISSE, zone), told)


@given(days, st.sampled_from(list(Zone)))
def test_the_day_told_comes_first_then_the_day_accepted_then_the_clock(sent_on, zone):
    kept = case(sent_on, zone)
    assert kept["displayed_on"] < kept["accepted_on"]
    assert kept["accepted_by"] == "six-weeks-from-sending"
    assert kept["accepted_until"] >= datetime.combine(kept["accepted_on"], datetime.min.time(), UTC) + timedelta(
        hours=20
    )
    assert kept["due_at"] == kept["accepted_until"] + GRACE


@pytest.mark.parametrize("occasion", list(Occasion))
def test_each_occasion_has_its_own_rule(occasion):
    told = regimes_holding(occasion, date(2026, 11, 12))[0]
    kept = case(date(2026, 11, 12), occasion=occasion, told=told)
    assert kept["occasion"] == occasion
    assert kept["regime_id"] == told.id
    if occasion is not Occasion.CAMPAIGN:
        assert kept["displayed_on"] == date(2026, 12, 24) == kept["accepted_on"]


def test_a_letter_sent_before_any_rule_held_follows_the_one_that_is_told():
    kept = case(date(2019, 3, 1))
    assert (kept["accepted_by"], kept["displayed_on"]) == ("one-month-from-sending", date(2019, 4, 1))


def test_without_a_day_there_is_nothing_to_count():
    kept = case(None)
    assert {kept[name] for name in ("displayed_on", "accepted_on", "accepted_until", "due_at", "calendar_version")} == {
        None
    }
    assert (kept["sent_source"], kept["zone"]) == ("caisse", "metropole")
