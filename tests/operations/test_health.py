"""Whether the house is well, by rules alone: what makes it ill, and what doesn't."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dossier.outbox import ProviderState, Queue
from dossier.upkeep import Round
from operations.health import BOUNCES_LATE, CLOCK_LATE, health_of
from operations.sight import Sight
from tests.kit.house import NOW

SECOND = timedelta(seconds=1)
CARRIERS = {"sms": ("smpp", "sms-http"), "email": ("smtp",), "letter": ()}
WELL = Sight(NOW, is_current=True, clock=Round(NOW - SECOND, NOW))


def left_alone(name: str, channel: str, *, failures: int = 5, until: timedelta = SECOND) -> ProviderState:
    return ProviderState(name, channel, failures=failures, trial_at=NOW + until)


def test_a_house_in_which_nothing_waits_is_well():
    told = health_of(WELL, CARRIERS)
    assert told["healthy"] is True
    assert set(told) == {"healthy", "database", "migrations", "clock", "post"}
    assert set(told["post"]) == set(CARRIERS)
    assert told["clock"] == {"healthy": True, "ended_seconds_ago": 0, "failed": 0}
    assert told["post"]["sms"] == {
        "healthy": True, "waiting": 0, "sending": 0, "late": 0, "late_untried": 0, "oldest_seconds": None,
        "breakers": {"smpp": "closed", "sms-http": "closed"},
    }  # fmt: skip


def test_a_silent_database_is_all_that_can_be_told():
    assert health_of(None, CARRIERS) == {"healthy": False, "database": {"healthy": False}}


def test_at_another_revision_nothing_else_is_asked():
    told = health_of(Sight(NOW, is_current=False), CARRIERS)
    assert told == {"healthy": False, "database": {"healthy": True}, "migrations": {"healthy": False}}


@pytest.mark.parametrize(
    ("clock", "well"),
    [
        (None, False),
        (Round(NOW - CLOCK_LATE, NOW - CLOCK_LATE), True),
        (Round(NOW - CLOCK_LATE - SECOND, NOW - CLOCK_LATE - SECOND), False),
        (Round(NOW - CLOCK_LATE - SECOND, NOW - CLOCK_LATE), True),
        (Round(NOW - CLOCK_LATE, NOW - timedelta(days=1)), True),
        (Round(NOW - CLOCK_LATE), True),
        (Round(NOW - CLOCK_LATE - SECOND), False),
        (Round(NOW, NOW, failed=3), True),
    ],
)
def test_the_clock_is_well_when_a_round_began_or_ended_a_short_while_ago(clock, well):
    told = health_of(replace(WELL, clock=clock), CARRIERS)
    assert (told["clock"]["healthy"], told["healthy"]) == (well, well)
    assert told["clock"]["failed"] == (clock.failed if clock else 0)


def test_a_channel_is_ill_when_messages_are_late_that_nobody_tried():
    untried = Queue("sms", waiting=7, sending=1, late=3, untried=1, oldest_due_at=NOW - timedelta(minutes=2))
    told = health_of(replace(WELL, queues=[untried]), CARRIERS)
    assert told["healthy"] is False
    assert [channel for channel, one in told["post"].items() if not one["healthy"]] == ["sms"]
    assert told["post"]["sms"]["oldest_seconds"] == 120
    assert [told["post"]["sms"][what] for what in ("waiting", "sending", "late", "late_untried")] == [7, 1, 3, 1]


def test_what_a_mailbox_puts_off_for_hours_makes_nobody_ill():
    put_off = Queue("email", waiting=1, sending=0, late=1, untried=0, oldest_due_at=NOW - timedelta(hours=3))
    assert health_of(replace(WELL, queues=[put_off]), CARRIERS)["healthy"] is True


def test_one_provider_of_two_that_is_left_alone_is_told_and_nobody_is_ill():
    told = health_of(replace(WELL, providers={"smpp": left_alone("smpp", "sms")}), CARRIERS)
    assert told["healthy"] is True
    assert told["post"]["sms"]["breakers"] == {"smpp": "open", "sms-http": "closed"}


@pytest.mark.parametrize(("failures", "well"), [(4, True), (5, False)])
def test_a_channel_whose_every_provider_is_left_alone_is_ill(failures, well):
    state = left_alone("smtp", "email", failures=failures)
    told = health_of(replace(WELL, providers={"smtp": state}), CARRIERS)
    assert (told["post"]["email"]["healthy"], told["healthy"]) == (well, well)


@pytest.mark.parametrize(("waiting", "well"), [(0, True), (1, False)])
def test_a_night_without_messages_leaves_a_provider_untried_and_makes_nobody_ill(waiting, well):
    state = left_alone("smtp", "email", until=timedelta(hours=-3))
    queue = Queue("email", waiting=waiting, sending=0, late=0, untried=0, oldest_due_at=None)
    told = health_of(replace(WELL, providers={"smtp": state}, queues=[queue]), CARRIERS)
    assert told["post"]["email"]["breakers"] == {"smtp": "trial"}
    assert (told["post"]["email"]["healthy"], told["healthy"]) == (well, well)


@pytest.mark.parametrize(
    ("read_at", "well"), [(None, False), (NOW - BOUNCES_LATE, True), (NOW - BOUNCES_LATE - SECOND, False)]
)
def test_email_is_ill_when_nobody_has_read_for_long_what_comes_back(read_at, well):
    sight = replace(WELL, bounces_read_at=read_at)
    told = health_of(sight, CARRIERS, reads_bounces=True)
    assert (told["post"]["email"]["healthy"], told["healthy"]) == (well, well)
    assert told["post"]["email"]["bounces_seconds_ago"] == (read_at and int((NOW - read_at).total_seconds()))
    assert health_of(sight, CARRIERS)["healthy"] is True, "where none is read"


def test_a_provider_that_was_taken_out_of_the_settings_makes_nobody_ill():
    told = health_of(replace(WELL, providers={"smtp-second": left_alone("smtp-second", "email")}), CARRIERS)
    assert told["healthy"] is True
    assert "smtp-second" not in told["post"]["email"]["breakers"]
