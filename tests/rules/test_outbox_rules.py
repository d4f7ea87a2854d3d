"""What the post does after each try: whom it asks, when, and which channel follows at last."""

from datetime import UTC, datetime, timedelta

import pytest

from back_office.post import WORDED_KINDS
from dossier.outbox import KINDS, LIMITS, Carrier, Result
from dossier.outbox.rules import (
    after,
    choose,
    is_after,
    keeps_silent,
    late_after,
    next_channel,
    pause_before,
    rank_of,
    rule_of,
    silence_over,
)
from dossier.outbox.shapes import Again, Ended, Standing

NOW = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)
A, B = Carrier("a", keeps_keys=True), Carrier("b", keeps_keys=True)
DEAF = Carrier("deaf", keeps_keys=False)
CLOSED = Carrier("a", keeps_keys=True, is_free=False)
CODES = {"sign-in-code", "consent-code", "recovery-code", "contact-code", "call-back", "mandate-call"}


def code(**changes):
    return Standing("sign-in-code", "sms", NOW + timedelta(minutes=10), **changes)


def receipt(**changes):
    return Standing("receipt", "email", NOW + timedelta(days=90), **changes)


def later(standing, carrier, route, now=NOW):
    return after(standing, carrier, Result("later", "down"), route, now)


def test_the_table_names_every_kind_that_has_words_and_no_other():
    assert set(KINDS) == WORDED_KINDS


def test_codes_go_first_and_never_to_another_channel_nor_to_the_desk():
    assert {kind for kind in KINDS if rule_of(kind).is_code} == CODES
    assert {kind for kind in KINDS if rank_of(kind) == 0} == CODES
    for kind in (*CODES, "code-card"):
        assert next_channel(kind, ("sms",), ("voice", "email", "letter")) is None
        assert not rule_of(kind).by_hand
        assert not rule_of(kind).is_anew


@pytest.mark.parametrize(
    ("kind", "tried", "on_file", "follows"),
    [
        ("receipt", ("email",), ("email", "sms", "letter"), "letter"),
        ("receipt", ("email",), ("email", "sms"), None),
        ("receipt", ("email", "letter"), ("email", "letter"), None),
        ("erasure-soon", ("email",), ("letter",), "letter"),
        ("letter-code", ("sms",), ("sms", "letter"), "letter"),
        ("factor-changed", ("email",), ("sms", "letter"), None),
        ("mandate-given", ("sms",), ("letter",), None),
        ("appointment", ("letter",), ("email", "letter"), None),
        ("opt-out-notice", ("letter",), ("email", "voice", "letter"), "voice"),
        ("opt-out-notice", ("email", "letter", "voice"), ("voice", "letter"), None),
        ("unheard-of", ("email",), ("letter",), None),
    ],
)
def test_what_follows_is_a_way_she_has_and_that_was_not_tried(kind, tried, on_file, follows):
    assert next_channel(kind, tried, on_file) == follows


def test_a_code_is_tried_again_after_1_2_4_8_seconds_then_every_five_minutes_at_most():
    pauses = [pause_before("sign-in-code", rounds).total_seconds() for rounds in range(1, 13)]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert pause_before("sign-in-code", 10_000) == timedelta(minutes=5)


def test_anything_else_is_tried_at_once_then_48_times_every_five_minutes():
    pauses = [pause_before("receipt", rounds) for rounds in range(1, 52)]
    assert pauses == [timedelta(0), *[timedelta(minutes=5)] * 48, None, None]


@pytest.mark.parametrize(
    ("standing", "route", "asked"),
    [
        (code(), (A, B), "a"),
        (code(), (CLOSED, B), "b"),
        (code(), (CLOSED,), None),
        (code(), (), None),
        (code(provider="a"), (A, B), "b"),
        (code(provider="b"), (A, B), "a"),
        (code(provider="a"), (A,), "a"),
        (code(provider="gone"), (A, B), "a"),
        (code(provider="a", unsure=True), (A, B), "a"),
        (code(provider="a", unsure=True), (CLOSED, B), None),
        (code(not_by=frozenset({"a"})), (A, B), "b"),
        (code(not_by=frozenset({"a", "b"})), (A, B), None),
    ],
)
def test_who_is_asked(standing, route, asked):
    chosen = choose(standing, route)
    assert (chosen.name if chosen else None) == asked


def test_certain_that_nothing_left_the_next_provider_is_asked_at_once():
    assert later(code(), A, (A, B)) == Again(NOW, 0, unsure=False, not_by=frozenset())
    assert later(code(provider="a"), B, (A, B)) == Again(
        NOW + timedelta(seconds=1), 1, unsure=False, not_by=frozenset()
    )
    closed = Carrier("b", keeps_keys=True, is_free=False)
    assert later(code(), A, (A, closed)).due_at == NOW + timedelta(seconds=1)


def test_unsure_it_stays_with_whoever_keeps_keys():
    unsure = after(code(), A, Result("unsure"), (A, B), NOW)
    assert unsure == Again(NOW + timedelta(seconds=1), 1, unsure=True, not_by=frozenset())
    still = later(code(provider="a", unsure=True, rounds=1), A, (A, B))
    assert still == Again(NOW + timedelta(seconds=2), 2, unsure=True, not_by=frozenset())


@pytest.mark.parametrize(("standing", "silence"), [(code(), LIMITS.code_silence), (receipt(), LIMITS.silence)])
def test_unsure_whoever_keeps_no_keys_is_never_asked_again(standing, silence):
    route = (DEAF, A)
    waits = after(standing, DEAF, Result("unsure"), route, NOW)
    assert waits == Again(NOW + silence, 0, unsure=True, not_by=frozenset())
    unsure = Standing(standing.kind, standing.channel, standing.not_after, provider="deaf", unsure=True)
    assert keeps_silent(unsure, route)
    over = silence_over(unsure, route)
    assert (over.unsure, over.not_by, choose(over, route)) == (False, frozenset({"deaf"}), A)
    assert silence_over(unsure, (DEAF,)) == Ended("silent")


def test_a_provider_taken_out_of_the_settings_is_one_that_cannot_be_asked_again():
    assert keeps_silent(code(provider="gone", unsure=True), (A,))
    assert not keeps_silent(code(provider="a", unsure=True), (A,))
    assert not keeps_silent(code(provider="gone"), (A,))


def test_refused_by_all_it_has_failed_and_by_one_the_other_is_asked():
    once = after(receipt(), A, Result("refused", "unknown"), (A, B), NOW)
    assert once == Again(NOW, 0, unsure=False, not_by=frozenset({"a"}))
    twice = receipt(provider="a", not_by=frozenset({"a"}))
    assert after(twice, B, Result("refused", "unknown"), (A, B), NOW) == Ended("unknown")
    assert after(receipt(), A, Result("refused", "unknown"), (A,), NOW) == Ended("unknown")


def test_a_notice_that_nobody_took_for_four_hours_has_failed_and_a_code_waits_for_its_end():
    assert later(receipt(rounds=48), A, (A,)) == Again(NOW + LIMITS.pause, 49, unsure=False, not_by=frozenset())
    assert later(receipt(rounds=49), A, (A,)) == Ended("down")
    assert later(code(rounds=500), A, (A,)).due_at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize("standing", [receipt(rounds=3), code(provider="a", unsure=True, rounds=2)])
def test_what_a_worker_had_no_time_for_is_as_if_it_had_never_been_taken(standing):
    back = after(standing, A, Result("unbegun", "no-time"), (A, B), NOW)
    assert back == Again(NOW, standing.rounds, standing.unsure, standing.not_by)


def test_nothing_is_planned_for_after_the_last_instant():
    near = Standing("sign-in-code", "sms", NOW + timedelta(milliseconds=300))
    assert later(near, A, (A,)).due_at == near.not_after
    assert after(near, DEAF, Result("unsure"), (DEAF,), NOW).due_at == near.not_after


@pytest.mark.parametrize(
    ("fate", "state", "channel", "by_holder", "counts"),
    [
        ("delivered", "handed", "sms", True, True),
        ("delivered", "waiting", "sms", False, True),
        ("delivered", "failed", "sms", True, False),
        ("delivered", "expired", "sms", True, True),
        ("delivered", "unreached", "email", True, True),
        ("delivered", "delivered", "sms", True, False),
        ("delivered", "bounced", "email", True, False),
        ("delivered", "dropped", "sms", True, False),
        ("failed", "handed", "sms", True, True),
        ("failed", "sending", "sms", True, True),
        ("failed", "waiting", "sms", False, False),
        ("failed", "delivered", "sms", True, False),
        ("bounced", "delivered", "email", True, True),
        ("bounced", "bounced", "email", True, False),
        ("bounced", "failed", "email", True, False),
        ("bounced", "dropped", "email", True, False),
        ("failed", "expired", "sms", True, False),
        ("delivered", "handed", "letter", True, True),
        ("delivered", "bounced", "letter", True, False),
        ("delivered", "unreached", "letter", True, False),  # posted, and back already
        ("bounced", "delivered", "letter", True, True),
        ("bounced", "unreached", "letter", True, False),
    ],
)
def test_which_slips_change_anything(fate, state, channel, by_holder, counts):
    assert is_after(fate, state, channel, by_holder=by_holder) is counts


def test_what_is_late():
    assert late_after(True, "sms") < late_after(False, "sms") < late_after(False, "letter")
