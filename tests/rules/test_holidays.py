"""The holidays of each zone, against lists written by hand and moons reckoned another way (DOMAIN B6)."""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest

from dossier.lifecycle.holidays import CALENDAR_VERSION, easter, first_working_day, holidays, is_working_day
from dossier.lifecycle.zones import Zone, ZoneUnknown, local_time, zone_named

ON_THE_SAME_DAY = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
MOVING = {  # Easter Monday, Ascension, Whit Monday
    2022: ("04-18", "05-26", "06-06"),
    2023: ("04-10", "05-18", "05-29"),
    2024: ("04-01", "05-09", "05-20"),
    2025: ("04-21", "05-29", "06-09"),
    2026: ("04-06", "05-14", "05-25"),
    2027: ("03-29", "05-06", "05-17"),
}
GOOD_FRIDAYS = {2022: "04-15", 2023: "04-07", 2024: "03-29", 2025: "04-18", 2026: "04-03", 2027: "03-26"}
ADDED = {
    "metropole": (),
    "alsace-moselle": ("12-26",),
    "guadeloupe": ("05-27",),
    "martinique": ("05-22",),
    "guyane": ("06-10",),
    "la-reunion": ("12-20",),
    "mayotte": ("04-27",),
    "saint-martin": ("05-28",),
    "saint-barthelemy": ("10-09",),
    "saint-pierre-et-miquelon": (),
}
# The paschal full moons of 1900-2199, by the place of the year in the nineteen-year cycle.
FULL_MOONS = (
    "04-14", "04-03", "03-23", "04-11", "03-31", "04-18", "04-08", "03-28", "04-16", "04-05",
    "03-25", "04-13", "04-02", "03-22", "04-10", "03-30", "04-17", "04-07", "03-27",
)  # fmt: skip
TABLES = {"france-1": "7a6b3b557303220f1ea5db6d1f7c0eded27d5ffa22d227fcc6565ce7ae2f5e49"}


def _days(year, *written):
    return {date.fromisoformat(f"{year}-{one}") for one in written}


@pytest.mark.parametrize("year", MOVING)
@pytest.mark.parametrize("zone", ADDED)
def test_each_zone_has_the_holidays_written_by_hand_and_no_other(zone, year):
    expected = _days(year, *ON_THE_SAME_DAY, *MOVING[year], *ADDED[zone])
    if zone == "alsace-moselle":
        expected |= _days(year, GOOD_FRIDAYS[year])
    assert holidays(Zone(zone), year) == expected


def test_the_zones_are_ten_and_each_has_its_list():
    assert list(ADDED) == list(Zone)


@pytest.mark.parametrize(("year", "day"), [(2016, 27), (2017, 27), (2018, 28), (2019, 28), (2032, 28)])
def test_saint_martin_moved_its_day_in_2018(year, day):
    here = holidays(Zone.SAINT_MARTIN, year)
    assert {one for one in here if one.month == 5 and one.day in (27, 28)} == {date(year, 5, day)}


def test_what_some_sites_print_is_no_holiday_of_the_law():
    for zone in Zone:
        assert not holidays(zone, 2026) & {date(2026, 7, 21), date(2026, 11, 2), date(2026, 2, 17)}


def test_easter_is_the_sunday_after_the_full_moon_of_the_tables():
    for year in range(1900, 2200):
        moon = date.fromisoformat(f"{year}-{FULL_MOONS[year % 19]}")
        after = [moon + timedelta(days=days) for days in range(1, 8)]
        assert [day for day in after if day.isoweekday() == 7] == [easter(year)]


def test_two_holidays_on_one_day_count_once():
    assert easter(2008) + timedelta(days=39) == date(2008, 5, 1)
    assert len(holidays(Zone.METROPOLE, 2008)) == 10


def test_working_days_leave_out_weekends_and_the_holidays_of_the_zone_alone():
    assert not is_working_day(date(2026, 4, 25), Zone.METROPOLE)  # a Saturday
    assert not is_working_day(date(2026, 4, 26), Zone.METROPOLE)  # a Sunday
    assert is_working_day(date(2026, 4, 27), Zone.METROPOLE)
    assert not is_working_day(date(2026, 4, 27), Zone.MAYOTTE)


@pytest.mark.parametrize(
    ("day", "zone", "first"),
    [
        ("2022-04-15", Zone.ALSACE_MOSELLE, "2022-04-19"),
        ("2022-04-15", Zone.METROPOLE, "2022-04-15"),
        ("2023-12-30", Zone.METROPOLE, "2024-01-02"),
        ("2026-12-25", Zone.ALSACE_MOSELLE, "2026-12-28"),
        ("2024-05-08", Zone.METROPOLE, "2024-05-10"),
    ],
)
def test_the_first_working_day_passes_over_everything_in_a_row(day, zone, first):
    assert first_working_day(date.fromisoformat(day), zone) == date.fromisoformat(first)


def test_the_table_does_not_change_without_a_new_version():
    days = [f"{zone} {day}" for zone in Zone for year in range(2000, 2100) for day in sorted(holidays(zone, year))]
    assert sha256("\n".join(days).encode()).hexdigest() == TABLES[CALENDAR_VERSION]


@pytest.mark.parametrize(
    ("zone", "january", "july"),
    [
        ("metropole", 1, 2),
        ("alsace-moselle", 1, 2),
        ("guadeloupe", -4, -4),
        ("martinique", -4, -4),
        ("guyane", -3, -3),
        ("la-reunion", 4, 4),
        ("mayotte", 3, 3),
        ("saint-martin", -4, -4),
        ("saint-barthelemy", -4, -4),
        ("saint-pierre-et-miquelon", -3, -2),
    ],
)
def test_each_zone_keeps_its_own_hours(zone, january, july):
    clock = local_time(zone_named(zone))
    hours = [datetime(2026, month, 1, tzinfo=clock).utcoffset() for month in (1, 7)]
    assert hours == [timedelta(hours=january), timedelta(hours=july)]


@pytest.mark.parametrize("name", ["", "Metropole", "METROPOLE", "paris", "métropole", "mayotte "])
def test_a_zone_is_known_by_its_exact_name_only(name):
    with pytest.raises(ZoneUnknown) as refusal:
        zone_named(name)
    assert refusal.value.facts == {"zone": name}
