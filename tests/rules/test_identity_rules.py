"""Identifiers, passwords, codes, waits and sessions: the rules alone."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.identity import (
    IdentifierUnfit,
    PasswordUnfit,
    canonical_password,
    check_new_identifier,
    check_new_password,
    session_is_alive,
)
from dossier.identity.rules import canonical_code, canonical_identifier, wait_after

NOW = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("roux.jeanne", "roux.jeanne"),
        ("  Roux.Jeanne ", "roux.jeanne"),
        ("ROUX JEANNE", "rouxjeanne"),
        ("roux_jeanne-1942", "roux_jeanne-1942"),
        ("ｒｏｕｘ．ｊｅａｎｎｅ", "roux.jeanne"),
        ("a" * 40, "a" * 40),
    ],
)
def test_an_identifier_is_kept_without_case_or_spaces(typed, kept):
    assert check_new_identifier(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "roux",  # seven signs or less
        "a" * 41,
        "jeanne@example.fr",  # an e-mail
        "279035121518989",  # an INS
        "2 79 03 51 215 189 89",
        "ins-2790351215189",
        "fr7630006000011234567890189",  # an account
        "hélène.roux",
        "roux/jeanne",
    ],
)
def test_what_would_tell_or_be_mistaken_is_no_identifier(typed):
    with pytest.raises(IdentifierUnfit) as refusal:
        check_new_identifier(typed)
    assert refusal.value.facts == {}


@given(st.from_regex(r"[a-zA-Z0-9._ -]{8,40}", fullmatch=True))
def test_an_identifier_is_looked_up_as_it_was_kept(typed):
    try:
        kept = check_new_identifier(typed)
    except IdentifierUnfit:
        return
    assert canonical_identifier(kept) == canonical_identifier(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["tilleul sous la fenêtre", "dix signes", "jai4chatsetdemi", "éàùçôëîïüö", "عشرة أحرف هنا", "p" + "aé!7" * 31],
)
def test_a_long_unlisted_password_is_taken_whatever_it_is_made_of(typed):
    assert check_new_password(typed) == canonical_password(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "short"),
        ("neufsigne", "short"),
        ("🦊" * 9, "short"),
        ("aé7!" * 32 + "x", "long"),
        ("azertyuiop", "known"),
        ("AZERTYUIOP", "known"),
        ("azertyuiop123!", "known"),
        ("1234567890", "known"),
        ("0987654321", "known"),
        ("qsdfghjklm", "known"),
        ("mlkjhgfdsq", "known"),
        ("aaaaaaaaaaaa", "known"),
        ("ababababababab", "known"),
        ("Assurance maladie", "known"),
        ("je t’aime 2026", "known"),
        ("motdepasse1942", "known"),
        ("Motdepasse!!", "known"),
        ("amélieamélie", "known"),
        ("2026soleil2026", "known"),
        ("!1Abracadabra1!", "known"),
    ],
)
def test_a_password_that_is_tried_first_is_refused_with_why(typed, why):
    with pytest.raises(PasswordUnfit) as refusal:
        check_new_password(typed)
    assert refusal.value.facts["why"] == why


def test_two_keyboards_give_the_same_password():
    composed, decomposed = "fenêtre à côté", unicodedata.normalize("NFD", "fenêtre à côté")
    assert composed != decomposed
    assert check_new_password(composed) == check_new_password(decomposed)


def test_length_is_counted_in_signs_not_in_bytes():
    assert check_new_password("عشرة أحرف هنا")
    assert check_new_password("é" * 4 + "à7çx" * 31)
    with pytest.raises(PasswordUnfit):
        check_new_password("é" * 5 + "à7çx" * 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12345678", "12345678"),
        (" 1234 5678 ", "12345678"),
        ("12-34-56-78", "12345678"),
        ("1234 5678", "12345678"),
        ("I2E45678", "1245678"),
        ("lO0o", "1000"),
        ("iLsSbB", "115588"),
        ("１２３", "123"),
        ("١٢٣", "123"),
        ("۱۲۳", "123"),
        ("", ""),
        ("mot", "0"),
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed, code):
    assert canonical_code(typed) == code


@given(st.text(max_size=30))
def test_a_code_is_digits_and_nothing_else(typed):
    code = canonical_code(typed)
    assert code == "" or (code.isascii() and code.isdigit())
    assert canonical_code(code) == code


def test_waits_begin_after_the_free_failures_double_and_stop_at_an_hour():
    waits = [wait_after(failures, 4).total_seconds() for failures in range(1, 14)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert wait_after(10_000, 50) == timedelta(hours=1)
    assert wait_after(50, 50) == timedelta(0)


IDLE, TOTAL = timedelta(minutes=10), timedelta(minutes=30)


@pytest.mark.parametrize(
    ("seen", "started", "ended", "alive"),
    [
        (0, 0, None, True),
        (10, 10, None, True),
        (10.1, 11, None, False),  # idle too long
        (1, 30, None, True),
        (1, 30.1, None, False),  # too old, however busy
        (0, 0, 0, False),  # ended
        (1, 5, 2, False),
    ],
)
def test_a_session_lives_until_idle_old_or_ended(seen, started, ended, alive):
    def ago(minutes):
        return None if minutes is None else NOW - timedelta(minutes=minutes)

    told = session_is_alive(
        NOW, seen_at=ago(seen), started_at=ago(started), ended_at=ago(ended), idle=IDLE, total=TOTAL
    )
    assert told is alive
