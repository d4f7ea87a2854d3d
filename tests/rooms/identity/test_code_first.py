"""After many wrong passwords the code comes before the password: strangers lock nobody out, and learn nothing."""

from datetime import timedelta

import pytest

from dossier.identity import (
    CHANNELS,
    LIMITS,
    Caller,
    CodeComesFirst,
    SignInExpired,
    TooManyTries,
    begin_sign_in,
    code_is_asked_first,
    give_first_code,
    note_password,
    password_facts,
    send_first_code,
)
from dossier.identity.guarding import _share, code_comes_first
from dossier.identity.sessions import open_session
from dossier.vault import blind_index
from tests.kit.factors import Reader, app_code
from tests.kit.house import CODES, NOW, raw

HOME = Caller("203.0.113")


@pytest.fixture(autouse=True)
def nobody_else(store):
    """The house's own count begins anew: these tests add to it."""
    with store.writing() as unit:
        raw(unit, "DELETE FROM throttle")


@pytest.fixture
def roux(store):
    return Reader(store, mobile="+33639980142")


def begin(store, identifier, visit="her visit", now=NOW):
    with store.writing() as unit:
        begin_sign_in(unit, visit, identifier, now)
    return visit


def password(store, visit, *, right=False, caller=HOME, now=NOW):
    with store.writing() as unit:
        facts = password_facts(unit, visit, caller, now)
        return note_password(unit, visit, facts, right=right, channels=CHANNELS, now=now)


def besiege(store, identifier, times=LIMITS.soft_limit, now=NOW):
    """Type wrong passwords from as many networks."""
    for number in range(times):
        begin(store, identifier, "a stranger's visit", now)
        password(store, "a stranger's visit", caller=Caller(f"192.0.{number}"), now=now)


def first_code(store, visit, typed, caller=HOME, now=NOW):
    with store.writing() as unit:
        return give_first_code(unit, visit, typed, caller, now)


def test_fifty_wrong_passwords_from_anywhere_ask_for_the_code_first_and_she_gets_through(store, roux):
    besiege(store, roux.identifier, LIMITS.soft_limit - 1)
    visit = begin(store, roux.identifier)
    password(store, visit)
    with pytest.raises(CodeComesFirst):
        password(store, visit, right=True)
    assert first_code(store, visit, CODES[0])
    opened = password(store, visit, right=True)
    assert opened.patient_id == roux.id


def test_a_day_later_the_password_comes_first_again(store, roux):
    besiege(store, roux.identifier)
    tomorrow = NOW + LIMITS.soft_window
    visit = begin(store, roux.identifier, now=tomorrow)
    assert password(store, visit, right=True, now=tomorrow) is None


def test_a_computer_that_is_known_is_asked_nothing_more(store, roux):
    with store.writing() as unit:
        device = open_session(unit, roux.id, at_home=True, now=NOW).device
    besiege(store, roux.identifier)
    visit = begin(store, roux.identifier)
    password(store, visit, right=True, caller=Caller("203.0.113", device))


def test_a_stranger_on_her_own_network_does_not_keep_her_out(store, roux):
    visit = begin(store, roux.identifier)
    for _ in range(LIMITS.free_tries + 1):
        password(store, visit)
    with pytest.raises(TooManyTries):
        password(store, visit, right=True)
    assert first_code(store, visit, CODES[0])
    assert password(store, visit, right=True).patient_id == roux.id


def test_one_code_does_not_buy_endless_passwords(store, roux):
    besiege(store, roux.identifier)
    visit = begin(store, roux.identifier)
    first_code(store, visit, CODES[0])
    for _ in range(LIMITS.free_tries + 1):
        assert password(store, visit) is None
    with pytest.raises(TooManyTries):
        password(store, visit, right=True)


def test_the_whole_house_has_a_budget_too(store, roux):
    with store.writing() as unit:
        for number in range(2):
            row = (_share(unit, number), LIMITS.global_budget // 2, NOW, NOW + LIMITS.global_window)
            raw(unit, "INSERT INTO throttle (key, failures, last_at, until_at) VALUES (?, ?, ?, ?)",
                row[0], row[1], row[2].replace(tzinfo=None), row[3].replace(tzinfo=None))  # fmt: skip
        account = blind_index(unit.holder, "identifier", roux.identifier)
        assert code_comes_first(unit, account, NOW)
        assert not code_comes_first(unit, account, NOW + LIMITS.global_window)
        for number in range(2):  # other tests live in the same house
            raw(unit, "DELETE FROM throttle WHERE key = ?", _share(unit, number))


def test_the_step_of_the_code_is_shut_before_any_limit(store, roux):
    visit = begin(store, roux.identifier)
    with store.reading() as unit:
        assert not code_is_asked_first(unit, visit, HOME, NOW)
    with pytest.raises(SignInExpired):
        first_code(store, visit, CODES[0])


def test_nobody_is_asked_the_same_and_never_gets_on(store):
    besiege(store, "nobody.at.all")
    visit = begin(store, "nobody.at.all")
    with pytest.raises(CodeComesFirst):
        password(store, visit)
    with store.writing() as unit:
        send_first_code(unit, visit, "sms", HOME, NOW)
    assert not first_code(store, visit, "00000000")


def test_guesses_at_the_code_make_that_network_wait_and_no_other(store, roux):
    besiege(store, roux.identifier)
    visit = begin(store, roux.identifier)
    for _ in range(LIMITS.free_tries + 1):
        assert not first_code(store, visit, "00000000", Caller("198.51.100"))
    with pytest.raises(TooManyTries):
        first_code(store, visit, CODES[0], Caller("198.51.100"))
    assert first_code(store, visit, CODES[0])


def test_past_fifty_guesses_of_six_digits_the_card_still_opens(store, roux):
    secret = roux.link_application()
    besiege(store, roux.identifier)
    then = NOW + timedelta(minutes=5)
    for number in range(LIMITS.soft_limit):
        visit = begin(store, roux.identifier, now=then)
        assert not first_code(store, visit, "000000", Caller(f"192.1.{number}"), then)
    visit = begin(store, roux.identifier, now=then)
    assert not first_code(store, visit, app_code(secret, then), now=then)
    assert first_code(store, visit, CODES[1], now=then)


def test_a_code_asked_for_before_the_password_goes_to_what_is_on_file_and_seldom(store, roux):
    besiege(store, roux.identifier)
    visit = begin(store, roux.identifier)
    for minutes in (0, 5, 10):
        with store.writing() as unit:
            send_first_code(unit, visit, "sms", HOME, NOW + timedelta(minutes=minutes))
            send_first_code(unit, visit, "voice", HOME, NOW + timedelta(minutes=minutes))
    assert [one.address for one in roux.sent()] == ["+33639980142"] * 2
    code = roux.sent()[0].parameters["code"]
    assert first_code(store, visit, code, now=NOW + timedelta(minutes=11))
