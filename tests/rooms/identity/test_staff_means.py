"""Without a telephone, or with a clock that is off: rescue codes used once, two codes in a row that set it right."""

from datetime import timedelta

import pytest

from dossier.identity import (
    RESCUE_CODES,
    StaffProof,
    TooManyTries,
    find_staff_session,
    new_rescue_codes,
    note_staff_password,
    pass_staff_proof,
    password_is_right,
    prove_again,
    rescue_codes_left,
    reset_staff,
    staff_password_facts,
)
from dossier.identity.totp import STEP_SECONDS
from tests.kit.house import NOW, PASSWORD, raw
from tests.kit.mandates import desk_of
from tests.kit.staff import NETWORK, colleague

VISIT = "v" * 32
STEP, MINUTE, HOUR = timedelta(seconds=STEP_SECONDS), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def paul(writing):
    return colleague(writing)


@pytest.fixture
def desk(writing, paul):
    return desk_of(writing, paul.identifier)


def by(code, following="", network=NETWORK):
    return StaffProof(VISIT, network, code, following)


def opens(unit, who, proof, now=NOW):
    """Give the password, then this proof; tell whether the desk is open."""
    facts = staff_password_facts(unit, who.identifier, NETWORK, now)
    right = password_is_right(unit.holder, facts.password_hash, PASSWORD)
    note_staff_password(unit, VISIT, facts, right=right, now=now)
    token = pass_staff_proof(unit, proof, now)
    return token is not None and find_staff_session(unit, token).staff_id == who.staff_id


# Rescue codes


def test_ten_codes_open_the_desk_once_each_however_they_are_typed(writing, paul, desk):
    codes = new_rescue_codes(writing, desk, NOW)
    assert len(set(codes)) == RESCUE_CODES == 10
    assert all(len(code) == 10 and code.isdigit() for code in codes)
    assert opens(writing, paul, by(f"{codes[3][:5]} {codes[3][5:]}"))
    assert rescue_codes_left(writing, paul.staff_id) == 9
    assert not opens(writing, paul, by(codes[3]))
    assert opens(writing, paul, by(codes[0]))
    assert rescue_codes_left(writing, paul.staff_id) == 8


def test_a_rescue_code_opens_a_locked_desk_and_no_colleagues(writing, paul, desk):
    codes = new_rescue_codes(writing, desk, NOW)
    leila = colleague(writing, first_name="Leïla")
    assert not opens(writing, leila, by(codes[0]))
    assert prove_again(writing, desk, by(codes[0]), NOW)


def test_new_codes_kill_the_old_ones_and_so_does_a_reset(writing, paul, desk):
    old = new_rescue_codes(writing, desk, NOW)
    new = new_rescue_codes(writing, desk, NOW)
    assert not opens(writing, paul, by(old[0]))
    assert opens(writing, paul, by(new[0]))
    reset_staff(writing, paul.identifier, NOW)
    assert rescue_codes_left(writing, paul.staff_id) == 0


def test_guessing_rescue_codes_earns_the_same_wait_as_guessing_any_code(writing, paul, desk):
    code = new_rescue_codes(writing, desk, NOW)[0]
    for guess in range(5):
        assert not opens(writing, paul, by(f"{guess:010d}"))
    with pytest.raises(TooManyTries):
        opens(writing, paul, by(code))


def test_no_code_lies_in_the_database(writing, desk):
    codes = new_rescue_codes(writing, desk, NOW)
    kept = repr(raw(writing, "SELECT * FROM staff_rescue_code WHERE staff_id = ?", desk.staff_id).all())
    assert not [code for code in codes if code in kept]


# A clock that is off


def pair(who, off):
    """What an app whose clock is off shows one after the other."""
    return by(who.code(NOW + off - STEP), who.code(NOW + off))


@pytest.mark.parametrize("off", [-HOUR, -5 * MINUTE, 0 * MINUTE, 5 * MINUTE, HOUR, HOUR + 5 * MINUTE])
def test_two_codes_in_a_row_open_the_desk_and_afterwards_one_is_enough(writing, paul, off):
    if abs(off) > MINUTE:
        assert not opens(writing, paul, by(paul.code(NOW + off)))
    assert opens(writing, paul, pair(paul, off))
    later = NOW + 2 * MINUTE
    assert opens(writing, paul, by(paul.code(later + off)), later)
    if abs(off) > MINUTE:
        later += 2 * MINUTE
        assert not opens(writing, paul, by(paul.code(later)), later)


@pytest.mark.parametrize(
    ("first", "second"),
    [(0, -1), (0, 2), (0, 0), (1, 0)],
    ids=["the wrong way round", "one left out", "the same twice", "backwards"],
)
def test_two_codes_that_dont_follow_each_other_open_nothing(writing, paul, first, second):
    assert not opens(writing, paul, by(paul.code(NOW + first * STEP), paul.code(NOW + second * STEP)))


@pytest.mark.parametrize("off", [-2 * HOUR, 2 * HOUR, timedelta(days=1)])
def test_a_clock_that_is_too_far_off_isnt_set(writing, paul, off):
    assert not opens(writing, paul, pair(paul, off))


def test_two_codes_that_were_used_open_nothing_again_nor_older_ones(writing, paul):
    assert opens(writing, paul, pair(paul, 5 * MINUTE))
    assert not opens(writing, paul, pair(paul, 5 * MINUTE))
    assert not opens(writing, paul, pair(paul, 0 * MINUTE))
    assert not opens(writing, paul, by(paul.code(NOW + 5 * MINUTE)))
    assert opens(writing, paul, pair(paul, 7 * MINUTE))


def test_a_code_that_was_used_is_no_first_one_of_two(writing, paul):
    assert opens(writing, paul, by(paul.code(NOW)))
    assert not opens(writing, paul, pair(paul, STEP))
    assert opens(writing, paul, pair(paul, 2 * STEP))


def test_guessing_pairs_earns_a_wait_too(writing, paul):
    for guess in range(5):
        assert not opens(writing, paul, by(f"{guess:06d}", "000000"))
    with pytest.raises(TooManyTries):
        opens(writing, paul, pair(paul, 5 * MINUTE))


def test_the_window_stays_one_step_either_way_around_a_clock_that_was_set(writing, paul):
    assert opens(writing, paul, pair(paul, 5 * MINUTE))
    for minutes, shift, right in ((10, -2, False), (11, -1, True), (12, 1, True), (13, 2, False)):
        now = NOW + minutes * MINUTE
        assert opens(writing, paul, by(paul.code(now + 5 * MINUTE + shift * STEP)), now) is right


def test_a_reset_forgets_the_drift(writing, paul):
    assert opens(writing, paul, pair(paul, 5 * MINUTE))
    reset_staff(writing, paul.identifier, NOW)
    row = raw(writing, "SELECT totp_drift FROM staff_member WHERE staff_id = ?", paul.staff_id).first()
    assert row[0] == 0
