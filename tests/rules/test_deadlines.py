"""When the window ends: the vectors of DOMAIN B6, both midnights, and what holds for every letter of nine years."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from dossier.lifecycle.deadlines import SendingDateRefused, Window, window, window_is_open
from dossier.lifecycle.holidays import CALENDAR_VERSION
from dossier.lifecycle.regimes import REGIMES, Length, Occasion, Regime, Unit, regime_named
from dossier.lifecycle.zones import Zone, local_time

MONTH = regime_named("one-month-from-sending")
WEEKS = regime_named("six-weeks-from-sending")
FR, AM = "metropole", "alsace-moselle"

VECTORS = [  # sent, its weekday, zone, one month strict and extended, six weeks strict and extended
    ("2022-01-31", "Mon", FR, "2022-02-28", "2022-02-28", "2022-03-14", "2022-03-14"),
    ("2024-01-30", "Tue", FR, "2024-02-29", "2024-02-29", "2024-03-12", "2024-03-12"),
    ("2024-01-31", "Wed", FR, "2024-02-29", "2024-02-29", "2024-03-13", "2024-03-13"),
    ("2024-03-31", "Sun", FR, "2024-04-30", "2024-04-30", "2024-05-12", "2024-05-13"),
    ("2022-03-15", "Tue", FR, "2022-04-15", "2022-04-15", "2022-04-26", "2022-04-26"),
    ("2022-03-15", "Tue", AM, "2022-04-15", "2022-04-19", "2022-04-26", "2022-04-26"),
    ("2022-03-04", "Fri", AM, "2022-04-04", "2022-04-04", "2022-04-15", "2022-04-19"),
    ("2022-11-26", "Sat", FR, "2022-12-26", "2022-12-26", "2023-01-07", "2023-01-09"),
    ("2022-11-26", "Sat", AM, "2022-12-26", "2022-12-27", "2023-01-07", "2023-01-09"),
    ("2025-04-22", "Tue", FR, "2025-05-22", "2025-05-22", "2025-06-03", "2025-06-03"),
    ("2025-04-22", "Tue", "martinique", "2025-05-22", "2025-05-23", "2025-06-03", "2025-06-03"),
    ("2025-04-27", "Sun", "guadeloupe", "2025-05-27", "2025-05-28", "2025-06-08", "2025-06-10"),
    ("2024-11-20", "Wed", FR, "2024-12-20", "2024-12-20", "2025-01-01", "2025-01-02"),
    ("2024-11-20", "Wed", "la-reunion", "2024-12-20", "2024-12-23", "2025-01-01", "2025-01-02"),
    ("2024-11-08", "Fri", "la-reunion", "2024-12-08", "2024-12-09", "2024-12-20", "2024-12-23"),
    ("2026-03-27", "Fri", "mayotte", "2026-04-27", "2026-04-28", "2026-05-08", "2026-05-11"),
    ("2023-11-30", "Thu", FR, "2023-12-30", "2024-01-02", "2024-01-11", "2024-01-11"),
    ("2027-12-31", "Fri", FR, "2028-01-31", "2028-01-31", "2028-02-11", "2028-02-11"),
]


@pytest.mark.parametrize(("sent", "weekday", "zone", "month", "month_late", "weeks", "weeks_late"), VECTORS)
def test_the_vectors_of_the_domain_paper(sent, weekday, zone, month, month_late, weeks, weeks_late):
    sent_on = date.fromisoformat(sent)
    assert sent_on.strftime("%a") == weekday
    for regime, strict, extended in ((MONTH, month, month_late), (WEEKS, weeks, weeks_late)):
        found = window(sent_on, regime, Zone(zone))
        assert found.strict_on.isoformat() == strict
        assert found.displayed_on.isoformat() == strict
        assert found.accepted_until.day.isoformat() == extended


def test_the_vectors_are_the_fifteen_letters_of_the_paper():
    pairs = {("2022-11-26", AM), ("2025-04-22", "martinique"), ("2024-11-20", "la-reunion")}
    assert len([one for one in VECTORS if (one[0], one[2]) not in pairs]) == 15


def test_a_window_keeps_what_it_was_computed_from():
    found = window(date(2022, 3, 15), MONTH, Zone.ALSACE_MOSELLE)
    kept = (found.sent_on, found.zone, found.regime_id, found.calendar_version)
    assert kept == (date(2022, 3, 15), "alsace-moselle", "one-month-from-sending", CALENDAR_VERSION)


MIDNIGHTS = [  # sent, zone, displayed until, local midnight, Paris midnight, accepted until
    # Winter and summer in Paris alone.
    ("2026-01-05", FR, "2026-02-05T23:00Z", "2026-02-06T00:00+01:00", "2026-02-06T00:00+01:00", "2026-02-05T23:00Z"),
    ("2026-05-06", FR, "2026-06-06T22:00Z", "2026-06-09T00:00+02:00", "2026-06-09T00:00+02:00", "2026-06-08T22:00Z"),
    # West: Paris is first to end the day, Fort-de-France last; 24:00 there in July is 06:00 in Paris.
    ("2026-06-01", "martinique", "2026-07-01T22:00Z", "2026-07-02T00:00-04:00", "2026-07-02T00:00+02:00",
     "2026-07-02T04:00Z"),
    ("2026-01-06", "guyane", "2026-02-06T23:00Z", "2026-02-07T00:00-03:00", "2026-02-07T00:00+01:00",
     "2026-02-07T03:00Z"),
    # East: Saint-Denis is first, Paris last.
    ("2026-06-01", "la-reunion", "2026-07-01T20:00Z", "2026-07-02T00:00+04:00", "2026-07-02T00:00+02:00",
     "2026-07-01T22:00Z"),
    # The night of 28 to 29 March 2026 springs forward: its own midnight is still winter's, the next is summer's.
    ("2026-02-28", FR, "2026-03-28T23:00Z", "2026-03-31T00:00+02:00", "2026-03-31T00:00+02:00", "2026-03-30T22:00Z"),
    ("2025-02-28", FR, "2025-03-28T23:00Z", "2025-03-29T00:00+01:00", "2025-03-29T00:00+01:00", "2025-03-28T23:00Z"),
    # The night of 24 to 25 October 2026 falls back: Sunday the 25th lasts twenty-five hours.
    ("2026-09-24", FR, "2026-10-24T22:00Z", "2026-10-27T00:00+01:00", "2026-10-27T00:00+01:00", "2026-10-26T23:00Z"),
    ("2026-09-25", FR, "2026-10-25T23:00Z", "2026-10-27T00:00+01:00", "2026-10-27T00:00+01:00", "2026-10-26T23:00Z"),
    # Miquelon changes on other nights than Paris: 8 March and 1 November 2026.
    ("2026-02-09", "saint-pierre-et-miquelon", "2026-03-09T23:00Z", "2026-03-10T00:00-02:00",
     "2026-03-10T00:00+01:00", "2026-03-10T02:00Z"),
    ("2026-09-26", "saint-pierre-et-miquelon", "2026-10-26T23:00Z", "2026-10-27T00:00-02:00",
     "2026-10-27T00:00+01:00", "2026-10-27T02:00Z"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "zone", "displayed", "local", "paris", "until"), MIDNIGHTS)
def test_the_day_ends_early_for_advice_and_late_for_acceptance(sent, zone, displayed, local, paris, until):
    found = window(date.fromisoformat(sent), MONTH, Zone(zone))
    accepted = found.accepted_until
    instants = (found.displayed_until, accepted.local_midnight, accepted.paris_midnight, accepted.until)
    assert [one.isoformat() for one in instants] == [_iso(one) for one in (displayed, local, paris, until)]


def _iso(written: str) -> str:
    return datetime.fromisoformat(written).isoformat()


def test_the_window_closes_at_the_later_midnight_and_not_a_moment_before():
    found = window(date(2026, 6, 1), MONTH, Zone.MARTINIQUE)
    closes_at = datetime(2026, 7, 2, 4, 0, tzinfo=UTC)
    assert window_is_open(found, datetime(2026, 6, 1, tzinfo=UTC))
    assert window_is_open(found, closes_at - timedelta(microseconds=1))
    assert not window_is_open(found, closes_at)
    local = local_time(Zone.MARTINIQUE)
    assert window_is_open(found, datetime(2026, 7, 1, 23, 59, tzinfo=local))
    assert not window_is_open(found, datetime(2026, 7, 2, 0, 0, tzinfo=local))


def test_an_instant_without_a_time_zone_is_not_guessed_at():
    with pytest.raises(TypeError):
        window_is_open(window(date(2026, 6, 1), MONTH, Zone.METROPOLE), datetime(2026, 6, 2))  # noqa: DTZ001


@pytest.mark.parametrize("sent_on", [date(1, 1, 1), date(1999, 12, 31), date(2100, 1, 1), date(9999, 12, 31)])
def test_a_letter_of_another_century_is_refused(sent_on):
    with pytest.raises(SendingDateRefused) as refusal:
        window(sent_on, MONTH, Zone.METROPOLE)
    assert refusal.value.facts == {"sent_on": sent_on.isoformat()}


@pytest.mark.parametrize("sent_on", [date(2000, 1, 1), date(2099, 12, 31)])
def test_the_first_and_last_days_of_the_century_are_computed(sent_on):
    assert window(sent_on, MONTH, Zone.METROPOLE).strict_on > sent_on


@pytest.mark.parametrize(
    ("sent", "months", "last"),
    [("2026-08-31", 1, "2026-09-30"), ("2026-10-31", 4, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"),
     ("2026-12-15", 1, "2027-01-15"), ("2026-01-31", 12, "2027-01-31"), ("2026-11-30", 1, "2026-12-30")],
)  # fmt: skip
def test_months_end_on_the_same_number_or_the_last_day(sent, months, last):
    rule = Regime("tried-here", Occasion.CAMPAIGN, date(2021, 1, 1), Length(months, Unit.MONTHS), "CPC 641")
    assert window(date.fromisoformat(sent), rule, Zone.METROPOLE).strict_on.isoformat() == last


FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
A_DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=1)
DAYS = [FIRST + timedelta(days=days) for days in range((LAST - FIRST).days + 1)]


def _cases() -> Iterator[tuple[Zone, date, dict[str, Window]]]:
    """Every letter of 2024-2032, leap days and both nights of each year in it, in every zone under every rule."""
    for zone, sent_on in product(Zone, DAYS):
        yield zone, sent_on, {rule.id: window(sent_on, rule, zone) for rule in REGIMES}


def test_the_cases_are_a_hundred_thousand_and_hold_the_odd_days():
    assert len(DAYS) * len(Zone) * len(REGIMES) > 100_000
    assert {date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29), date(2026, 3, 29), date(2026, 10, 25)} <= {*DAYS}


@pytest.mark.slow
def test_for_every_letter_advice_is_never_after_acceptance_and_a_month_lies_inside_six_weeks():
    for zone, sent_on, found in _cases():
        for one in found.values():
            _advised_early_accepted_late(one, zone)
        _a_month_lies_inside_six_weeks(found[MONTH.id], found[WEEKS.id], sent_on)


def _advised_early_accepted_late(one: Window, zone: Zone) -> None:
    accepted, until = one.accepted_until, one.accepted_until.until
    assert one.sent_on < one.displayed_on <= accepted.day, one
    assert one.displayed_until <= until, one
    assert (accepted.day - one.strict_on).days <= 4, one
    assert accepted.day.isoweekday() < 6, one
    # The displayed day is the one that is ending, both here and there, when the earlier midnight strikes.
    before = one.displayed_until - A_MOMENT
    assert before.astimezone(local_time(zone)).date() == one.displayed_on, one
    # Whoever sends on the accepted day by either clock is in time, and nobody after both have struck.
    for midnight in (accepted.local_midnight, accepted.paris_midnight):
        assert midnight.date() == accepted.day + A_DAY, one
        assert midnight <= until, one
    assert window_is_open(one, until - A_MOMENT), one
    assert not window_is_open(one, until), one


def _a_month_lies_inside_six_weeks(month: Window, weeks: Window, sent_on: date) -> None:
    assert (weeks.strict_on - sent_on).days == 42
    assert 11 <= (weeks.strict_on - month.strict_on).days <= 14, (month, weeks)
    # Even the extended month ends a week before the strict six: nobody is led past the law's limit.
    assert (weeks.strict_on - month.accepted_until.day).days >= 7, (month, weeks)
    assert month.accepted_until.until < weeks.displayed_until, (month, weeks)
