"""A provider is left alone for what it does, not for what a mailbox says, and only for failures in a row."""

import threading
from datetime import timedelta

import pytest

from back_office.post import composer
from back_office.post.breaker import OPENS_AFTER, after, light
from back_office.post.port import Accepted, Later, Unsure
from back_office.post.worker import Worker
from dossier.base import Settings
from dossier.outbox import ProviderState, provider_states, queue
from tests.kit.house import NOW, enrolled, operator

SOON = timedelta(seconds=1)


class Answers:
    """A provider that gives its answers in turn."""

    name, channel, keeps_keys = "sms-http", "sms", True

    def __init__(self, *answers):
        self.answers = list(answers)

    def send(self, _parcel):
        return self.answers.pop(0)

    def close(self):
        """Nothing is open."""


def with_codes(store, number):
    for _ in range(number):
        with store.writing() as unit:
            queue(
                unit, operator(enrolled(unit)), NOW, kind="sign-in-code", channel="sms", language="fr",
                address="+33639980103", not_after=NOW + timedelta(minutes=10),
                parameters={"code": "314159", "purpose": "sign-in", "until": NOW.isoformat(), "sex": "F"},
            )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        (Later("recipient-450-4.2.1"), "closed"),
        (Later("recipient-452"), "closed"),
        (Later("recipient-421-4.3.2"), "open"),
        (Later("data-451"), "open"),
        (Later("sender-450"), "open"),
        (Unsure("broken"), "open"),
    ],
)
def test_a_mailbox_that_puts_off_is_an_answer_and_a_server_that_fails_or_hangs_up_is_none(outcome, left):
    state = ProviderState("smtp", "email")
    for _ in range(OPENS_AFTER):
        state = after(state, outcome, NOW)
    assert light(state, NOW + SOON) == left


def test_an_answer_in_the_middle_of_a_batch_ends_a_row_of_failures(empty):
    few = OPENS_AFTER - 1
    answers = Answers(Accepted("0"), *(Later("down") for _ in range(few)), Accepted("1"), Later("down"))
    post = Worker(empty, composer(Settings.read({"DEMO": "1"})), {"sms": (answers,)}, threading.Event(), lambda: NOW)
    with_codes(empty, 1)
    post.turn()
    with_codes(empty, few + 2)
    post.turn()
    with empty.reading() as unit:
        state = provider_states(unit)["sms-http"]
    assert answers.answers == []
    assert (state.failures, light(state, NOW + SOON)) == (1, "closed")
