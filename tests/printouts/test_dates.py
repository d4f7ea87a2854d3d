"""Dates as they're remembered: a year, a month, a day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from printouts import PartialDate
from printouts.dates import day_in_france, day_in_full, in_words, moment_in_full


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (PartialDate(1987), "1987"),
        (PartialDate(2003, 6), "juin 2003"),
        (PartialDate(2026, 3, 1), "1er mars 2026"),
        (PartialDate.of(date(2026, 8, 31)), "31 août 2026"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(when, words):
    assert in_words(when) == words


@pytest.mark.parametrize("parts", [(2026, 2, 30), (2026, 13), (2026, None, 3), (0,)])
def test_a_day_that_does_not_exist_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"day|month|year"):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), 22),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), 23),
        (datetime(2026, 7, 22, 22, 0, tzinfo=UTC), 23),
    ],
)
def test_the_day_turns_at_midnight_in_france_winter_and_summer(instant, day):
    assert day_in_france(instant).day == day


def test_an_instant_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        day_in_france(datetime(2026, 11, 22, 12, 0))  # noqa: DTZ001 -- the fault under test


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 2, 28), "lundi 28 février 2022"),
        (date(2026, 3, 1), "dimanche 1er mars 2026"),
        (date(2026, 12, 31), "jeudi 31 décembre 2026"),
    ],
)
def test_a_last_day_is_told_with_its_weekday(day, words):
    assert day_in_full(day) == words


def test_a_moment_is_told_by_the_clocks_of_its_own_zone():
    at = datetime(2022, 7, 14, 0, 5, tzinfo=UTC)
    assert moment_in_full(at.astimezone(ZoneInfo("Europe/Paris"))) == "jeudi 14 juillet 2022 à 2 h 05"
    assert moment_in_full(at.astimezone(ZoneInfo("America/Cayenne"))) == "mercredi 13 juillet 2022 à 21 h 05"


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        moment_in_full(datetime(2026, 11, 22, 12, 0))  # noqa: DTZ001 -- the fault under test
