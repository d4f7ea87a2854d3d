"""Waits grow after failures, for one account from one network; a success forgives, half a day forgets."""

from datetime import timedelta

import pytest

from dossier.identity import (
    Caller,
    TooManyTries,
    begin_sign_in,
    note_password,
    pass_code,
    password_facts,
)
from dossier.identity.throttling import check_wait, count_failure, forgive, throttle_key
from tests.kit.house import CODES, NOW, enrolled, events_of, raw, together, with_credentials

HOME, ELSEWHERE = "203.0.113.0/24", "198.51.100.0/24"


@pytest.fixture
def key(store):
    with store.writing() as unit:
        return throttle_key(unit, "password", enrolled(unit, state=None), HOME)


def fail(store, key, times, now=NOW):
    for _ in range(times):
        with store.writing() as unit:
            count_failure(unit, key, now)


def wait_of(store, key, now=NOW):
    with store.reading() as unit:
        try:
            check_wait(unit, key, now)
        except TooManyTries as refused:
            return refused.facts["retry_after_seconds"]
    return 0


def test_four_failures_cost_nothing_and_then_the_wait_doubles_to_an_hour(store, key):
    waits = []
    for _ in range(14):
        fail(store, key, 1)
        waits.append(wait_of(store, key))
    assert waits == [0, 0, 0, 0, 31, 61, 121, 241, 481, 961, 1921, 3601, 3601, 3601]


def test_a_wait_ends_by_itself(store, key):
    fail(store, key, 5)
    assert wait_of(store, key, NOW + timedelta(seconds=29)) == 2
    assert wait_of(store, key, NOW + timedelta(seconds=30)) == 0


def test_waiting_does_not_forgive(store, key):
    fail(store, key, 5)
    fail(store, key, 1, NOW + timedelta(minutes=5))
    assert wait_of(store, key, NOW + timedelta(minutes=5)) == 61


def test_half_a_day_without_failure_forgets(store, key):
    fail(store, key, 9)
    fail(store, key, 1, NOW + timedelta(hours=12, seconds=1))
    assert wait_of(store, key, NOW + timedelta(hours=12, seconds=1)) == 0


def test_what_is_forgotten_leaves_the_table_when_somebody_signs_in(store, key):
    def kept(unit):
        return raw(unit, "SELECT count(*) FROM throttle WHERE key = ?", key).scalar()

    fail(store, key, 3)
    with store.writing() as unit:
        begin_sign_in(unit, "a visit", "somebody.else", NOW + timedelta(hours=12))
        assert kept(unit) == 1
        begin_sign_in(unit, "a visit", "somebody.else", NOW + timedelta(hours=12, seconds=1))
        assert kept(unit) == 0


def test_a_success_forgives(store, key):
    fail(store, key, 9)
    with store.writing() as unit:
        forgive(unit, key)
    fail(store, key, 1)
    assert wait_of(store, key) == 0


def test_failures_at_the_same_moment_are_all_counted(store, key):
    fail(store, key, 1)
    assert together(*[lambda: fail(store, key, 2)] * 5) == [None] * 5
    with store.writing() as unit:
        assert count_failure(unit, key, NOW) == 12


def test_first_failures_at_the_same_moment_are_no_fault(store, key):
    assert together(*[lambda: fail(store, key, 1)] * 6) == [None] * 6


def wrong_password(store, identifier, network, now=NOW):
    with store.writing() as unit:
        begin_sign_in(unit, network, identifier, now)
        facts = password_facts(unit, network, Caller(network), now)
        note_password(unit, network, facts, right=False, channels=(), now=now)


def test_a_stranger_on_another_network_does_not_make_her_wait(store):
    with store.writing() as unit:
        identifier = with_credentials(unit, enrolled(unit))
    for _ in range(5):
        wrong_password(store, identifier, ELSEWHERE)
    with pytest.raises(TooManyTries):
        wrong_password(store, identifier, ELSEWHERE)
    wrong_password(store, identifier, HOME)


def test_her_neighbors_at_the_same_desk_do_not_wait_for_her_failures(store):
    with store.writing() as unit:
        hers, his = (with_credentials(unit, enrolled(unit)) for _ in range(2))
    for _ in range(5):
        wrong_password(store, hers, HOME)
    wrong_password(store, his, HOME)


def test_the_fifth_wrong_password_is_told_in_her_journal(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        identifier = with_credentials(unit, patient)
    told = []
    for _ in range(5):
        wrong_password(store, identifier, ELSEWHERE)
        with store.reading() as unit:
            told.append(events_of(unit, patient).count("identity:sign_in:refused"))
    assert told == [0, 0, 0, 0, 1]


@pytest.fixture
def at_the_code(store):
    """Somebody who knows the password, on both networks; her patient id."""
    with store.writing() as unit:
        patient = enrolled(unit)
        identifier = with_credentials(unit, patient)
        for network in (HOME, ELSEWHERE):
            begin_sign_in(unit, network + identifier, identifier, NOW)
            facts = password_facts(unit, network + identifier, Caller(network), NOW)
            note_password(unit, network + identifier, facts, right=True, channels=(), now=NOW)
    return patient, identifier


def type_code(store, at_the_code, code, network, now=NOW):
    with store.writing() as unit:
        return pass_code(unit, network + at_the_code[1], code, Caller(network), at_home=False, now=now)


def test_wrong_codes_make_wait_where_they_were_typed_and_each_is_told(store, at_the_code):
    for _ in range(5):
        assert type_code(store, at_the_code, "00000000", ELSEWHERE) is None
    with pytest.raises(TooManyTries):
        type_code(store, at_the_code, CODES[0], ELSEWHERE)
    with store.reading() as unit:
        assert events_of(unit, at_the_code[0]).count("identity:sign_in:refused") == 5
    assert type_code(store, at_the_code, CODES[0], HOME)


def test_a_code_refused_while_waiting_is_not_used_up(store, at_the_code):
    for _ in range(5):
        type_code(store, at_the_code, "00000000", HOME)
    with pytest.raises(TooManyTries):
        type_code(store, at_the_code, CODES[0], HOME)
    assert type_code(store, at_the_code, CODES[0], HOME, NOW + timedelta(seconds=30))


def test_fifty_wrong_codes_from_anywhere_make_every_network_wait(store, at_the_code):
    for number in range(51):
        with store.writing() as unit:
            network = f"192.0.2.{number}"
            key = network + at_the_code[1]
            begin_sign_in(unit, key, at_the_code[1], NOW)
            facts = password_facts(unit, key, Caller(network), NOW)
            note_password(unit, key, facts, right=True, channels=(), now=NOW)
            assert pass_code(unit, key, "00000000", Caller(network), at_home=False, now=NOW) is None
    with pytest.raises(TooManyTries):
        type_code(store, at_the_code, CODES[0], HOME)
