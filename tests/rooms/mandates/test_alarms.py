"""What a site's supervisor is told to look at: her own people alone, against their own days; few statements."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from dossier.mandates import (
    Duration,
    SiteAlarmKind,
    alarms_of_site,
    consent_by_paper,
    revoke,
    revoke_by_code,
    sweep_mandates,
)
from dossier.mandates.limits import ALARMS
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import herself, raw
from tests.kit.mandates import BRIOUDE, LE_PUY, acted, drafted, given, nobody, somebody, staff, stop_codes

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
FRIDAY = datetime(2026, 11, 27, 10, tzinfo=PARIS)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def nadia(writing):
    return staff(writing, Role.SUPERVISOR)


@pytest.fixture(autouse=True)
def alone(writing):
    """Whatever other tests left at this site."""
    raw(writing, "DELETE FROM mandate_use")
    raw(writing, "DELETE FROM mandate")


def told(unit, nadia, paul, now=FRIDAY + HOUR, clock=PARIS):
    return {one.kind: one.count for one in alarms_of_site(unit, nadia, clock, now) if one.staff_id == paul.staff_id}


def test_a_usual_week_raises_none(writing, nadia, paul):
    for day in range(5):
        number = given(writing, paul, somebody(writing), now=FRIDAY - day * DAY)
        acted(writing, paul, number, Scope.OPT_OUT, FRIDAY - day * DAY)
    drafted(writing, paul, somebody(writing), now=FRIDAY - DAY)
    assert alarms_of_site(writing, nadia, PARIS, FRIDAY + HOUR) == []


def test_three_times_her_own_days_is_odd_and_as_many_as_on_her_own_days_is_not(writing, nadia, paul):
    ines = staff(writing, first_name="Inès")
    for day in range(1, 5):
        for who, often in ((paul, 2), (ines, 3)):
            for _ in range(often):
                given(writing, who, somebody(writing), now=FRIDAY - day * DAY)
    for who in (paul, ines):
        for _ in range(8):
            given(writing, who, somebody(writing), now=FRIDAY)
    assert told(writing, nadia, paul) == {SiteAlarmKind.MANY_VISITS: 8}
    assert told(writing, nadia, ines) == {}


def test_drafts_that_come_to_nothing_are_odd_when_they_are_most_of_hers(writing, nadia, paul):
    ines = staff(writing, first_name="Inès")
    for who in (paul, ines):
        for hour in range(6):
            drafted(writing, who, somebody(writing), now=FRIDAY - 2 * DAY + hour * HOUR)
    for _ in range(6):
        given(writing, ines, somebody(writing), now=FRIDAY - 3 * DAY)
    sweep_mandates(writing, FRIDAY)
    assert told(writing, nadia, paul) == {SiteAlarmKind.NOTHING_COMES: 6}
    assert told(writing, nadia, ines) == {}


def test_tries_of_people_who_arent_here_count_like_others(writing, nadia, paul):
    for number in range(6):
        tried = SimpleNamespace(typed=replace(nobody(), ins=f"2540343765{number:03d}"))
        drafted(writing, paul, tried, now=FRIDAY - DAY)
    assert told(writing, nadia, paul) == {SiteAlarmKind.NOTHING_COMES: 6}


@pytest.mark.parametrize(
    ("at", "clock", "is_odd"),
    [
        (FRIDAY.replace(hour=6, minute=59), PARIS, True),
        (FRIDAY.replace(hour=7), PARIS, False),
        (FRIDAY.replace(hour=19, minute=59), PARIS, False),
        (FRIDAY.replace(hour=20), PARIS, True),
        (FRIDAY - 5 * DAY, PARIS, True),
        (FRIDAY.replace(hour=5), REUNION, False),
        (FRIDAY.replace(hour=18), REUNION, True),
    ],
)
def test_night_and_sunday_are_odd_by_the_sites_own_clock(writing, nadia, paul, at, clock, is_odd):
    given(writing, paul, somebody(writing), now=at)
    assert told(writing, nadia, paul, at + HOUR, clock) == ({SiteAlarmKind.OUT_OF_HOURS: 1} if is_odd else {})


def test_agreements_on_paper_are_odd_when_they_are_most_of_hers(writing, nadia, paul):
    for times in range(1, 5):
        number = drafted(writing, paul, somebody(writing), now=FRIDAY - DAY).reference
        consent_by_paper(writing, paul, number, secrets.token_bytes(32), 1, FRIDAY - DAY)
        assert told(writing, nadia, paul) == ({SiteAlarmKind.ON_PAPER: 4} if times == 4 else {})
    for _ in range(4):
        given(writing, paul, somebody(writing), now=FRIDAY - 2 * DAY)
    assert told(writing, nadia, paul) == {}, "half of hers is no sign"


def test_mandates_stopped_within_a_day_are_odd_and_later_ones_are_not(writing, nadia, paul):
    her, given_at = somebody(writing), FRIDAY - 3 * DAY
    numbers = [given(writing, paul, her, duration=Duration.MONTH, now=given_at) for _ in range(4)]
    for number in numbers[:2]:
        revoke(writing, herself(her.id), number, given_at + DAY + MINUTE)
    revoke(writing, herself(her.id), numbers[2], given_at + DAY)
    assert told(writing, nadia, paul) == {}, "one is no sign"
    code = stop_codes(writing, her.id, numbers[3])[0]
    assert revoke_by_code(writing, code, "phone", secrets.token_hex(4), given_at + MINUTE) == "revoked"
    assert told(writing, nadia, paul) == {SiteAlarmKind.REVOKED: 2}


def test_alarms_of_another_site_and_of_an_older_week_arent_hers_and_nobody_else_reads_them(writing, nadia, paul):
    elsewhere = staff(writing, site=BRIOUDE)
    night = FRIDAY.replace(hour=3)
    given(writing, elsewhere, somebody(writing), now=night)
    given(writing, paul, somebody(writing), now=night - ALARMS.window)
    assert alarms_of_site(writing, nadia, PARIS, FRIDAY) == []
    brioude = staff(writing, Role.SUPERVISOR, BRIOUDE)
    assert [one.staff_id for one in alarms_of_site(writing, brioude, PARIS, FRIDAY)] == [elsewhere.staff_id]
    for role in (Role.ADVISOR, Role.CALL_AGENT):
        with pytest.raises(NotPermitted):
            alarms_of_site(writing, staff(writing, role, LE_PUY), PARIS, FRIDAY)
