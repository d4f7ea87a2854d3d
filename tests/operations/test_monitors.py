"""`/health` and `/metrics` over a real database: who may ask, and that the figures are those of the house."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from back_office.post import composer
from back_office.post.port import Accepted, Later
from back_office.post.routes import carriers_of, routes_of
from back_office.post.worker import Worker
from dossier.base import BounceMailbox, Settings, now
from dossier.outbox import queue, tries
from dossier.store import Store, make_engine
from dossier.upkeep import begin_round, end_round, note_bounces_read
from tests.kit.house import NOW, enrolled, new_holder, operator, raw
from tests.kit.operations import monitor_of

TOKEN = "a-token-that-nobody-guesses-0123456789"
DEMO = Settings.read({"DEMO": "1"})
CONFIGURED = Settings.read(
    {
        "STAGE": "development", "OPERATIONS_TOKEN": TOKEN,
        "SMS_HTTP_URL": "https://sms.example/v1", "SMS_HTTP_TOKEN": "t" * 20, "SMS_HTTP_CALLBACK_KEY": "k" * 20,
        "SMS_HTTP_SENDER": "36000",
        "SMTP_HOST": "127.0.0.1", "SMTP_TLS": "none", "SMTP_FROM": "a@b.example", "SMTP_RETURNS": "r@b.example",
        "SMTP_SECOND_HOST": "127.0.0.1", "SMTP_SECOND_TLS": "none", "SMTP_SECOND_FROM": "a@b.example",
        "SMTP_SECOND_RETURNS": "r@b.example",
    }
)  # fmt: skip


class Carries:
    keeps_keys = True
    name, channel = "sms-http", "sms"

    def __init__(self, *answers):
        self.answers = list(answers)

    def send(self, _parcel):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self):
        """Nothing is open."""


@pytest.fixture
def empty(store):
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "outbox_provider", "outbox_tally", "upkeep_round"):
            raw(unit, f"DELETE FROM {table}")
    return store


@pytest.fixture
def monitor(empty):
    return monitor_of(CONFIGURED, empty)


def with_code(store, at, channel="sms"):
    with store.writing() as unit:
        queue(
            unit, operator(enrolled(unit)), at, kind="sign-in-code", channel=channel, language="fr",
            address="+33639980103", not_after=at + timedelta(minutes=10),
            parameters={"code": "314159", "purpose": "sign-in", "until": at.isoformat(), "sex": "F"},
        )  # fmt: skip


def with_a_round(store, at):
    with store.writing() as unit:
        begin_round(unit, at)
    with store.writing() as unit:
        end_round(unit, at, failed=2)


def worked(store, at, *answers):
    Worker(store, composer(DEMO), {"sms": (Carries(*answers),)}, threading.Event(), lambda: at).drain()


@pytest.mark.parametrize("path", ["/health", "/metrics"])
@pytest.mark.parametrize(
    ("address", "headers", "seen"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("127.0.0.1", {"X_Forwarded_For": "127.0.0.1"}, False),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, False),
        ("192.0.2.7", {}, False),
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}"}, True),
        ("127.0.0.1", {"Authorization": f"Bearer {TOKEN}", "X_Forwarded_For": "192.0.2.7"}, True),
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}x"}, False),
        ("192.0.2.7", {"Authorization": f"Basic {TOKEN}"}, False),
        ("192.0.2.7", {"Authorization": "Bearer "}, False),
        ("192.0.2.7", {"Authorization": "Bearer é"}, False),
    ],
)
def test_who_asks_on_this_machine_or_shows_the_token_sees_and_nobody_else(monitor, path, address, headers, seen):
    answer = monitor.get(path, address, **headers)
    nowhere = monitor.get("/nowhere", address)
    assert nowhere.status_code == 404
    if seen:
        assert answer.status_code in (200, 503)
        assert answer.data
    else:
        assert (answer.status_code, answer.data, answer.headers) == (404, nowhere.data, nowhere.headers)


def test_without_a_token_nobody_from_elsewhere_sees(empty):
    monitor = monitor_of(DEMO, empty)
    assert monitor.get("/health", "192.0.2.7", Authorization="Bearer ").status_code == 404
    assert monitor.get("/health").status_code in (200, 503)


def test_no_answer_sets_a_cookie(monitor):
    for path in ("/health", "/metrics", "/nowhere", "/post/nobody"):
        assert "Set-Cookie" not in monitor.get(path).headers


def test_the_house_is_well_once_the_clock_went_its_round(empty, monitor):
    assert monitor.health()["clock"] == {"healthy": False, "ended_seconds_ago": None, "failed": 0}
    with_a_round(empty, now())
    told = monitor.health()
    assert told["healthy"], told
    assert told["clock"]["ended_seconds_ago"] == 0
    assert told["clock"]["failed"] == 2
    assert set(told["post"]) == {"sms", "voice", "email", "letter"}
    assert told["post"]["sms"]["breakers"] == {"sms-http": "closed"}


def test_a_code_that_nobody_took_makes_its_channel_ill_and_one_that_was_tried_does_not(empty, monitor):
    with_a_round(empty, now())
    with_code(empty, now() - timedelta(seconds=40))
    told = monitor.health()
    assert (told["healthy"], told["post"]["sms"]["late_untried"]) == (False, 1)
    assert 40 <= told["post"]["sms"]["oldest_seconds"] < 100
    worked(empty, now(), Later("http-429"))
    told = monitor.health()
    assert (told["healthy"], told["post"]["sms"]["late"], told["post"]["sms"]["late_untried"]) == (True, 1, 0)


def test_bounces_that_nobody_reads_make_email_ill_until_they_are_read(empty, tmp_path):
    bounces = BounceMailbox(tmp_path)
    monitor = monitor_of(replace(CONFIGURED, channels=replace(CONFIGURED.channels, bounces=bounces)), empty)
    with_a_round(empty, now())
    told = monitor.health()
    assert (told["healthy"], told["post"]["email"]["healthy"]) == (False, False)
    with empty.writing() as unit:
        note_bounces_read(unit, now())
    told = monitor.health()
    assert (told["healthy"], told["post"]["email"]["bounces_seconds_ago"]) == (True, 0)
    assert told["clock"]["failed"] == 2, "the clock's own round is another row"


def test_in_a_demonstration_letters_wait_for_nobody(empty):
    assert set(monitor_of(DEMO, empty).health()["post"]) == {"sms", "voice", "email"}


@pytest.mark.parametrize("settings", [DEMO, CONFIGURED])
def test_breakers_are_told_of_those_whom_workers_ask(settings):
    routes = routes_of(settings, lambda _arrival: None)
    asked = {channel: tuple(one.name for one in providers) for channel, providers in routes.items()}
    assert asked == {channel: names for channel, names in carriers_of(settings).items() if names}
    assert len(asked) >= 2


def test_the_figures_are_those_of_the_house(empty, monitor):
    at = now()
    with_a_round(empty, at)
    with_code(empty, at)
    worked(empty, at, Later("http-429"))
    worked(empty, at + timedelta(seconds=1), Accepted("r"))
    with_code(empty, at - timedelta(seconds=45))
    with_code(empty, at, "voice")
    with empty.writing() as unit:
        raw(unit, "UPDATE outbox_message SET state = 'failed' WHERE channel = 'voice'")
        raw(unit, "UPDATE outbox_provider SET failures = 5")
    told = monitor.figures()
    assert told['dossier_outbox_messages{channel="sms",state="waiting"}'] == 1
    assert told['dossier_outbox_messages{channel="sms",state="sending"}'] == 0
    assert told['dossier_outbox_late{channel="sms"}'] == 1
    assert 45 <= told['dossier_outbox_oldest_seconds{channel="sms"}'] < 100
    assert told['dossier_outbox_ended_badly{channel="voice",state="failed"}'] == 1
    assert told['dossier_provider_tries_total{outcome="later",provider="sms-http"}'] == 1
    assert told['dossier_provider_tries_total{outcome="accepted",provider="sms-http"}'] == 1
    assert told['dossier_provider_left_alone{channel="sms",provider="sms-http"}'] == 1
    assert told["dossier_clock_ended_timestamp_seconds"] == pytest.approx(at.timestamp())
    assert (told["dossier_clock_failed"], told["dossier_database_up"], told["dossier_migrations_current"]) == (2, 1, 1)


def test_tries_are_added_up_over_workers_that_end_at_once(empty):
    with_code(empty, NOW)
    worked(empty, NOW, Later("down"))
    for _ in range(2):
        with_code(empty, NOW)
        worked(empty, NOW + timedelta(seconds=5), Accepted("r"))
    with empty.reading() as unit:
        assert tries(unit) == {("sms-http", "later"): 1, ("sms-http", "accepted"): 3}


def test_a_worker_adds_each_try_once(empty):
    with_code(empty, NOW)
    post = Worker(empty, composer(DEMO), {"sms": (Carries(Accepted("r")),)}, threading.Event(), lambda: NOW)
    for _ in range(3):
        post.drain()
    with empty.reading() as unit:
        assert tries(unit) == {("sms-http", "accepted"): 1}


def test_a_silent_database_is_told_by_both(tmp_path):
    silent = Store(make_engine(f"sqlite:///{tmp_path}/gone/dossier.db"), new_holder())
    (tmp_path / "gone").rmdir()
    monitor = monitor_of(CONFIGURED, silent)
    assert monitor.health() == {"healthy": False, "database": {"healthy": False}}
    assert monitor.figures()["dossier_database_up"] == 0


def test_a_database_at_another_revision_is_told_by_both(tmp_path):
    monitor = monitor_of(CONFIGURED, Store(make_engine(f"sqlite:///{tmp_path}/new.db"), new_holder()))
    assert monitor.health()["migrations"] == {"healthy": False}
    told = monitor.figures()
    assert (told["dossier_database_up"], told["dossier_migrations_current"]) == (1, 0)
