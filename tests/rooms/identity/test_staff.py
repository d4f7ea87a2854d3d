"""The staff: enrolled by themselves, signed in with a code used once, locked, suspended, one desk each."""

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from dossier.base import in_groups
from dossier.identity import (
    AlreadyKnown,
    IdentifierUnfit,
    SignInExpired,
    StaffUnknown,
    TooManyTries,
    add_staff,
    all_staff,
    begin_staff_enrollment,
    canonical_password,
    end_desk,
    find_staff_session,
    finish_staff_enrollment,
    hash_password,
    keep_first_password,
    lock_desk,
    new_app,
    note_staff_password,
    open_staff_session,
    pass_staff_proof,
    password_is_right,
    prove_again,
    reset_staff,
    staff_member_of,
    staff_password_facts,
    suspend_staff,
    touch_desk,
)
from dossier.identity.staff_tables import staff_member
from dossier.policy import Role
from tests.kit.house import NOW, PASSWORD
from tests.kit.staff import NETWORK, colleague

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
IDLE, DAY = 15 * MINUTE, timedelta(hours=10)
VISIT = "v" * 32


def give_password(unit, identifier, password=PASSWORD, now=NOW):
    """The password step as the desk's page does it; tell whether it was right."""
    facts = staff_password_facts(unit, identifier, NETWORK, now)
    right = password_is_right(unit.holder, facts.password_hash, canonical_password(password))
    note_staff_password(unit, VISIT, facts, right=right, now=now)
    return right


def desk_of(unit, who, now=NOW):
    return find_staff_session(unit, open_staff_session(unit, who.staff_id, now))


def test_paul_signs_in_with_his_password_and_his_code(writing):
    paul = colleague(writing)
    assert give_password(writing, paul.identifier.upper())
    token = pass_staff_proof(writing, paul.proof(NOW), NOW)
    desk = find_staff_session(writing, token)
    assert (desk.staff_id, desk.identifier, desk.role, desk.team) == (
        paul.staff_id, paul.identifier, Role.CALL_AGENT, "Nord",
    )  # fmt: skip
    assert desk.actor_name == "Paul, Nord"
    assert desk.is_alive(NOW, DAY)
    assert not desk.is_locked(NOW, IDLE)
    assert find_staff_session(writing, token + "x") is None


def test_a_code_is_taken_once_and_no_older_one_after_it(writing):
    paul = colleague(writing)
    for early in (30 * SECOND, timedelta(0)):
        give_password(writing, paul.identifier)
        assert pass_staff_proof(writing, paul.proof(NOW - early), NOW) is not None
    give_password(writing, paul.identifier)
    assert pass_staff_proof(writing, paul.proof(NOW), NOW) is None
    assert pass_staff_proof(writing, paul.proof(NOW - 30 * SECOND), NOW) is None
    assert pass_staff_proof(writing, paul.proof(NOW + 30 * SECOND), NOW) is not None


@pytest.mark.parametrize("off", [-3 * 30, -2 * 30, 2 * 30, 3600])
def test_a_code_of_another_minute_is_wrong(writing, off):
    paul = colleague(writing)
    give_password(writing, paul.identifier)
    assert pass_staff_proof(writing, paul.proof(NOW + off * SECOND), NOW) is None


def test_the_code_of_a_colleague_opens_nothing(writing):
    paul, leila = colleague(writing), colleague(writing, team="Sud", first_name="Leïla")
    give_password(writing, paul.identifier)
    assert pass_staff_proof(writing, leila.proof(NOW), NOW) is None
    assert pass_staff_proof(writing, paul.proof(NOW), NOW) is not None


def test_a_code_without_a_password_before_it_opens_nothing(writing):
    paul = colleague(writing)
    with pytest.raises(SignInExpired):
        pass_staff_proof(writing, paul.proof(NOW, visit="w" * 32), NOW)
    give_password(writing, paul.identifier)
    with pytest.raises(SignInExpired):
        pass_staff_proof(writing, paul.proof(NOW + 21 * MINUTE), NOW + 21 * MINUTE)


def test_wrong_codes_earn_a_wait_and_a_right_one_meanwhile_waits_too(writing):
    paul = colleague(writing)
    give_password(writing, paul.identifier)
    for _ in range(5):
        assert pass_staff_proof(writing, paul.proof(NOW - timedelta(hours=1)), NOW) is None
    with pytest.raises(TooManyTries):
        pass_staff_proof(writing, paul.proof(NOW), NOW)
    later = NOW + MINUTE
    assert pass_staff_proof(writing, paul.proof(later), later) is not None


def test_guesses_from_many_networks_earn_a_wait_for_all(writing):
    paul = colleague(writing)
    give_password(writing, paul.identifier)
    wrong = NOW - timedelta(hours=1)
    for place in range(21):
        pass_staff_proof(writing, paul.proof(wrong, network=f"203.0.{place}"), NOW)
    with pytest.raises(TooManyTries):
        pass_staff_proof(writing, paul.proof(NOW), NOW)


def test_unknown_suspended_and_not_yet_enrolled_are_told_alike(writing):
    paul = colleague(writing)
    suspend_staff(writing, paul.identifier, NOW)
    code_of_nobody = add_staff(writing, f"{paul.identifier}-b", "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
    assert len(code_of_nobody) == 12
    for identifier in (paul.identifier, f"{paul.identifier}-b", "personne.ici"):
        facts = staff_password_facts(writing, identifier, NETWORK, NOW)
        assert (facts.staff_id, facts.password_hash) == (None, None)
        assert not give_password(writing, identifier)
        with pytest.raises(SignInExpired):
            pass_staff_proof(writing, paul.proof(NOW), NOW)


def test_wrong_passwords_earn_a_wait_from_this_network_alone(writing):
    paul = colleague(writing)
    for _ in range(5):
        assert not give_password(writing, paul.identifier, "un autre mot de passe")
    with pytest.raises(TooManyTries):
        staff_password_facts(writing, paul.identifier, NETWORK, NOW)
    assert staff_password_facts(writing, paul.identifier, "203.0.113", NOW).staff_id == paul.staff_id


def test_a_suspended_colleague_is_out_at_once_wherever_she_is(writing):
    paul = colleague(writing)
    give_password(writing, paul.identifier)
    token = open_staff_session(writing, paul.staff_id, NOW)
    suspend_staff(writing, paul.identifier, NOW + SECOND)
    desk = find_staff_session(writing, token)
    assert not desk.is_alive(NOW + SECOND, DAY)
    # Even a desk opened by a step that was under way is none.
    stray = find_staff_session(writing, open_staff_session(writing, paul.staff_id, NOW + SECOND))
    assert not stray.is_alive(NOW + SECOND, DAY)


def test_two_people_cannot_share_an_account_the_second_desk_ends_the_first(writing):
    paul, leila = colleague(writing), colleague(writing, team="Sud")
    first = open_staff_session(writing, paul.staff_id, NOW)
    other = open_staff_session(writing, leila.staff_id, NOW)
    second = open_staff_session(writing, paul.staff_id, NOW + MINUTE)
    alive = [find_staff_session(writing, token).is_alive(NOW + MINUTE, DAY) for token in (first, other, second)]
    assert alive == [False, True, True]


def test_an_untouched_desk_asks_for_a_code_and_a_touched_one_does_not(writing):
    desk = desk_of(writing, colleague(writing))
    assert not desk.is_locked(NOW + IDLE, IDLE)
    assert desk.is_locked(NOW + IDLE + SECOND, IDLE)
    touch_desk(writing, desk, NOW + IDLE)


def test_a_left_desk_is_locked_under_another_token_until_a_code_is_given(writing):
    paul = colleague(writing)
    old = open_staff_session(writing, paul.staff_id, NOW)
    new = lock_desk(writing, find_staff_session(writing, old), NOW + MINUTE)
    assert find_staff_session(writing, old) is None
    desk = find_staff_session(writing, new)
    assert desk.is_locked(NOW + MINUTE, IDLE)
    touch_desk(writing, desk, NOW + 2 * MINUTE)
    assert find_staff_session(writing, new).is_locked(NOW + 2 * MINUTE, IDLE)
    assert not prove_again(writing, desk, colleague(writing).proof(NOW), NOW + 2 * MINUTE)
    assert prove_again(writing, desk, paul.proof(NOW + 2 * MINUTE), NOW + 2 * MINUTE)
    assert not find_staff_session(writing, new).is_locked(NOW + 2 * MINUTE, IDLE)


def test_the_code_that_opened_the_desk_does_not_open_it_again(writing):
    paul = colleague(writing)
    give_password(writing, paul.identifier)
    token = pass_staff_proof(writing, paul.proof(NOW), NOW)
    desk = find_staff_session(writing, lock_desk(writing, find_staff_session(writing, token), NOW))
    assert not prove_again(writing, desk, paul.proof(NOW), NOW)


def test_five_wrong_codes_end_a_desk_even_between_the_waits(writing):
    paul = colleague(writing)
    token = lock_desk(writing, desk_of(writing, paul), NOW)
    for minutes in range(5):
        assert find_staff_session(writing, token).is_alive(NOW, DAY)
        now = NOW + minutes * MINUTE
        assert not prove_again(writing, find_staff_session(writing, token), paul.proof(NOW - DAY), now)
    assert not find_staff_session(writing, token).is_alive(NOW, DAY)


def test_a_working_day_ends(writing):
    desk = desk_of(writing, colleague(writing))
    assert desk.is_alive(NOW + DAY, DAY)
    assert not desk.is_alive(NOW + DAY + SECOND, DAY)


def test_a_closed_desk_stays_closed(writing):
    paul = colleague(writing)
    token = open_staff_session(writing, paul.staff_id, NOW)
    end_desk(writing, find_staff_session(writing, token), NOW)
    prove_again(writing, find_staff_session(writing, token), paul.proof(NOW), NOW)
    assert not find_staff_session(writing, token).is_alive(NOW, DAY)


def test_a_code_is_fresh_for_ten_minutes(writing):
    paul = colleague(writing)
    token = open_staff_session(writing, paul.staff_id, NOW)
    desk = find_staff_session(writing, token)
    assert desk.is_fresh(NOW + 10 * MINUTE)
    later = NOW + 10 * MINUTE + SECOND
    touch_desk(writing, desk, later)
    assert not find_staff_session(writing, token).is_fresh(later)
    assert prove_again(writing, find_staff_session(writing, token), paul.proof(later), later)
    assert find_staff_session(writing, token).is_fresh(later)


def test_the_first_time_she_sets_her_own_password_and_her_own_app(writing):
    identifier = f"nouvelle.{colleague(writing).identifier}"
    code = add_staff(writing, identifier, "Inès", "Moreau", Role.SUPERVISOR, "Direction", NOW)
    assert not staff_member_of(writing, identifier).enrolled
    assert begin_staff_enrollment(writing, VISIT, identifier, in_groups(code).lower(), NETWORK, NOW)
    with pytest.raises(SignInExpired):
        new_app(writing, VISIT, NOW)
    keep_first_password(writing, VISIT, hash_password(writing.holder, PASSWORD), NOW)
    app = new_app(writing, VISIT, NOW)
    assert f"secret={app.secret}" in app.address
    assert finish_staff_enrollment(writing, VISIT, "000000", NOW) is None
    first = pyotp.TOTP(app.secret).at(NOW)
    desk = find_staff_session(writing, finish_staff_enrollment(writing, VISIT, first, NOW))
    assert (desk.first_name, desk.role) == ("Inès", Role.SUPERVISOR)
    assert give_password(writing, identifier)
    assert not begin_staff_enrollment(writing, VISIT, identifier, code, NETWORK, NOW)
    with pytest.raises(SignInExpired):
        finish_staff_enrollment(writing, VISIT, first, NOW)


def test_an_enrollment_code_is_good_for_one_person_and_three_days(writing):
    paul = colleague(writing)
    one, other = f"une.{paul.identifier}", f"autre.{paul.identifier}"
    code = add_staff(writing, one, "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
    add_staff(writing, other, "Zoé", "Roy", Role.CALL_AGENT, "Nord", NOW)
    late = NOW + timedelta(days=3, seconds=1)
    wrong = code[:-1] + ("3" if code.endswith("2") else "2")
    for identifier, typed, now in ((other, code, NOW), (one, wrong, NOW), (one, code, late), (one, "", NOW)):
        assert not begin_staff_enrollment(writing, VISIT, identifier, typed, f"net-{typed}", now)
    assert not begin_staff_enrollment(writing, VISIT, paul.identifier, code, NETWORK, NOW)
    assert begin_staff_enrollment(writing, VISIT, one, code, NETWORK, NOW)


def test_guessing_enrollment_codes_earns_a_wait(writing):
    identifier = f"une.{colleague(writing).identifier}"
    code = add_staff(writing, identifier, "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
    for _ in range(5):
        assert not begin_staff_enrollment(writing, VISIT, identifier, "7KQM-4HTX-9DFR", NETWORK, NOW)
    with pytest.raises(TooManyTries):
        begin_staff_enrollment(writing, VISIT, identifier, code, NETWORK, NOW)


def test_a_suspension_or_another_code_stops_an_enrollment_under_way(writing):
    for stop in (suspend_staff, reset_staff):
        identifier = f"une.{colleague(writing).identifier}"
        code = add_staff(writing, identifier, "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
        begin_staff_enrollment(writing, VISIT, identifier, code, NETWORK, NOW)
        keep_first_password(writing, VISIT, hash_password(writing.holder, PASSWORD), NOW)
        first = pyotp.TOTP(new_app(writing, VISIT, NOW).secret).at(NOW)
        stop(writing, identifier, NOW)
        with pytest.raises(SignInExpired):
            finish_staff_enrollment(writing, VISIT, first, NOW)


def test_a_reset_takes_everything_away_and_gives_a_new_code(writing):
    paul = colleague(writing)
    desk = open_staff_session(writing, paul.staff_id, NOW)
    suspend_staff(writing, paul.identifier, NOW)
    code = reset_staff(writing, paul.identifier, NOW)
    assert not find_staff_session(writing, desk).is_alive(NOW, DAY)
    assert not give_password(writing, paul.identifier)
    assert begin_staff_enrollment(writing, VISIT, paul.identifier, code, NETWORK, NOW)


def test_an_identifier_is_one_persons_and_has_the_shape_of_one(writing):
    paul = colleague(writing)
    with pytest.raises(AlreadyKnown):
        add_staff(writing, paul.identifier.upper(), "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
    with pytest.raises(IdentifierUnfit):
        add_staff(writing, "court", "Eve", "Roy", Role.CALL_AGENT, "Nord", NOW)
    with pytest.raises(ValueError, match="patient is no role"):
        add_staff(writing, f"une.{paul.identifier}", "Eve", "Roy", Role.PATIENT, "Nord", NOW)
    for act in (suspend_staff, reset_staff):
        with pytest.raises(StaffUnknown):
            act(writing, "personne.ici", NOW)


def test_names_identifiers_and_secrets_lie_sealed(writing):
    paul = colleague(writing, first_name="Hippolyte")
    row = writing.first(sa.select(staff_member).where(staff_member.c.staff_id == paul.staff_id))
    kept = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    for told in ("Hippolyte", "Mercier", paul.identifier, paul.secret):
        assert told.encode() not in kept


def test_everybody_is_listed_by_team(writing):
    paul, leila = colleague(writing, team="Nord"), colleague(writing, team="Sud")
    listed = [member.staff_id for member in all_staff(writing)]
    assert listed.index(paul.staff_id) < listed.index(leila.staff_id)
