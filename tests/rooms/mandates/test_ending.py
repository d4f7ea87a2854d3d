"""Ending a mandate by every way there is, and what the clock and an erasure do; each works at once."""

import secrets
from datetime import timedelta

import pytest

from dossier.identity import TooManyTries, next_line, person_of, reset_staff, suspend_staff
from dossier.journal import verify_chain, witness_of
from dossier.lifecycle import Way, ask_erasure, erase_due
from dossier.mandates import (
    Duration,
    MandateDead,
    MandateState,
    acting_under,
    ask_card_line,
    ask_fresh_proof,
    check_deed,
    draft_mandate,
    end_mandate,
    end_mandates_of_advisor,
    give_consent,
    mandate_of,
    revoke,
    revoke_at_desk,
    revoke_by_code,
    send_consent_code,
    sweep_mandates,
)
from dossier.policy import NotPermitted, Role, Scope
from tests.kit.house import CODES, NOW, enrolled, events_of, herself, laboratory, raw, representing
from tests.kit.mandates import (
    CONTACTS,
    DOMAINS,
    LE_PUY,
    NETWORK,
    TEXT,
    WRONG,
    Somebody,
    acted,
    child_of,
    desk_of,
    drafted,
    given,
    messages,
    newest_code,
    nobody,
    somebody,
    staff,
    stop_codes,
    wanted,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def paul(writing):
    return staff(writing)


@pytest.fixture
def her(writing):
    return somebody(writing)


def state_of(unit, advisor, reference, now=NOW):
    line = mandate_of(unit, advisor, reference, now)
    return line.state, line.why


def network():
    """A network that no other test comes from."""
    return secrets.token_hex(4)


def is_dead(unit, advisor, reference, now=NOW):
    try:
        acting_under(unit, advisor, reference, Scope.OPT_OUT, now)
    except MandateDead:
        return True
    return False


def test_she_stops_it_on_her_page_and_twice_is_no_fault(writing, paul, her):
    number = given(writing, paul, her)
    assert not is_dead(writing, paul, number)
    for _ in range(2):
        revoke(writing, herself(her.id), number, NOW)
    assert state_of(writing, paul, number) == (MandateState.REVOKED, "patient")
    assert is_dead(writing, paul, number)
    assert events_of(writing, her.id).count("mandates:mandate:revoked") == 1
    assert verify_chain(writing, her.id) == []


def test_a_draft_that_she_stops_is_void(writing, paul, her):
    number = drafted(writing, paul, her).reference
    revoke(writing, herself(her.id), number, NOW)
    assert state_of(writing, paul, number) == (MandateState.VOID, "patient")


def test_nobody_stops_anothers_and_a_parent_stops_her_childs(writing, paul, her):
    leo, another = child_of(writing, her), somebody(writing)
    line = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
    for acting in (herself(another.id), representing(another.id)):
        with pytest.raises(MandateDead):
            revoke(writing, acting, line.reference, NOW)
    with pytest.raises(NotPermitted):
        revoke(writing, laboratory(leo.id), line.reference, NOW)
    revoke(writing, representing(leo.id, her.id), line.reference, NOW)
    assert state_of(writing, paul, line.reference)[0] is MandateState.VOID
    again = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed)
    revoke(writing, herself(her.id), again.reference, NOW)
    assert state_of(writing, paul, again.reference)[0] is MandateState.VOID


@pytest.mark.parametrize("way", ["page", "keypad", "sms", "letter"])
def test_a_stop_code_stops_its_own_mandate_by_any_way_and_a_second_time_says_that_it_is_over(writing, paul, her, way):
    number, other = given(writing, paul, her), given(writing, paul, her)
    code = stop_codes(writing, her.id, number)[0]
    typed = f"STOP {code[:4]} {code[4:8]} {code[8:]}" if way == "sms" else code
    assert revoke_by_code(writing, typed, way, network(), NOW) == "revoked"
    assert state_of(writing, paul, number) == (MandateState.REVOKED, "code")
    assert state_of(writing, paul, other)[0] is MandateState.ACTIVE
    here = network()
    for again in (typed, *stop_codes(writing, her.id, number)[1:]) * 4:
        assert revoke_by_code(writing, again, way, here, NOW) == "over"
    assert events_of(writing, her.id).count("mandates:mandate:revoked") == 1


def test_the_code_of_a_letter_is_understood_after_the_mandates_end_and_counts_for_nothing(writing, paul, her):
    """The letter comes two days after a visit of an hour: she is told that it is over, not that her code is wrong."""
    number = given(writing, paul, her)
    code, here = stop_codes(writing, her.id, number)[0], network()
    for _ in range(12):
        assert revoke_by_code(writing, code, "page", here, NOW + 2 * DAY) == "over"
    assert state_of(writing, paul, number, NOW + 2 * DAY) == (MandateState.EXPIRED, "time")
    sweep_mandates(writing, NOW + 59 * DAY)
    assert revoke_by_code(writing, code, "page", here, NOW + 59 * DAY) == "over"
    assert revoke_by_code(writing, code, "page", here, NOW + 61 * DAY) == "unknown"
    last = given(writing, paul, her, duration=Duration.DAY, now=NOW + 70 * DAY)
    code = stop_codes(writing, her.id, last)[0]
    assert revoke_by_code(writing, code, "page", network(), NOW + 71 * DAY - MINUTE) == "revoked"


def test_guessing_stop_codes_slows_the_network_down(writing, paul, her):
    given(writing, paul, her)
    guesser = network()
    for guess in range(10):
        assert revoke_by_code(writing, f"{guess:012d}", "page", guesser, NOW) == "unknown"
    with pytest.raises(TooManyTries):
        revoke_by_code(writing, stop_codes(writing, her.id)[0], "page", guesser, NOW)
    assert revoke_by_code(writing, stop_codes(writing, her.id)[0], "keypad", network(), NOW) == "revoked"


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.SUPERVISOR])
def test_any_desk_stops_all_of_hers_with_her_card(writing, paul, her, role):
    leo = child_of(writing, her)
    numbers = [given(writing, paul, her), given(writing, staff(writing), her)]
    draft = draft_mandate(writing, paul, leo.typed, DOMAINS, wanted(), TEXT, NOW, given_by=her.typed).reference
    elsewhere = staff(writing, role, "France Services de Brioude", "Inès")
    told = [
        revoke_at_desk(writing, elsewhere, typed, DOMAINS, code, NETWORK, NOW)
        for typed, code in ((her.typed, CODES[5]), (nobody(), CODES[0]), (her.typed, CODES[0]))
    ]
    assert told == ["wrong", "wrong", "revoked"]
    assert state_of(writing, paul, numbers[0]) == (MandateState.REVOKED, "desk")
    assert check_deed(writing, numbers[1], NOW).state is MandateState.REVOKED
    assert state_of(writing, paul, draft) == (MandateState.VOID, "desk")


def test_the_line_that_a_mandate_keeps_stops_that_mandate_at_any_desk(writing, paul, her):
    """A fresh proof was asked for and dropped: the first code that isn't crossed out is still the one she types."""
    number = given(writing, paul, her, Scope.CLOSURE, duration=Duration.YEAR)
    ask_fresh_proof(writing, paul, number, Scope.CLOSURE, "card", NOW)
    elsewhere, later = staff(writing, site="France Services de Brioude"), NOW + 3 * DAY
    assert revoke_at_desk(writing, elsewhere, her.typed, DOMAINS, CODES[0], network(), later) == "revoked"
    assert state_of(writing, paul, number, later) == (MandateState.REVOKED, "desk")
    assert next_line(writing, her.id) == 2


def test_a_call_agent_stops_nothing_and_guesses_at_a_desk_wait(writing, her):
    with pytest.raises(NotPermitted):
        revoke_at_desk(writing, staff(writing, Role.CALL_AGENT), her.typed, DOMAINS, CODES[0], NETWORK, NOW)
    paul = staff(writing)
    for _ in range(5):
        assert revoke_at_desk(writing, paul, her.typed, DOMAINS, WRONG, NETWORK, NOW) == "wrong"
    with pytest.raises(TooManyTries):
        revoke_at_desk(writing, paul, her.typed, DOMAINS, CODES[0], NETWORK, NOW)


def test_the_advisor_ends_her_own_and_no_colleagues(writing, paul, her):
    number = given(writing, paul, her)
    with pytest.raises(MandateDead):
        end_mandate(writing, staff(writing), number, NOW)
    end_mandate(writing, paul, number, NOW)
    assert state_of(writing, paul, number) == (MandateState.ENDED, "advisor")
    assert "mandates:mandate:ended" in events_of(writing, her.id)


def test_a_suspension_ends_all_that_was_given_to_her_and_a_reset_brings_nothing_back(writing, paul, her):
    ines = staff(writing, first_name="Inès")
    number, draft = given(writing, paul, her), drafted(writing, paul, her).reference
    hers = given(writing, ines, her)
    suspend_staff(writing, paul.identifier, NOW)
    end_mandates_of_advisor(writing, paul.staff_id, NOW)
    reset_staff(writing, paul.identifier, NOW)
    again = desk_of(writing, paul.identifier)
    assert state_of(writing, again, number) == (MandateState.ENDED, "suspended")
    assert state_of(writing, again, draft) == (MandateState.VOID, "suspended")
    assert is_dead(writing, again, number)
    assert not is_dead(writing, ines, hers)


def test_the_clock_ends_what_is_over_and_gives_lines_back(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        mandate, draft = given(unit, paul, her), drafted(unit, paul, her).reference
        ask_card_line(unit, paul, draft, NOW + 55 * MINUTE)
    with store.writing() as unit:
        sweep_mandates(unit, NOW + 59 * MINUTE)
        assert next_line(unit, her.id) == 2
        sweep_mandates(unit, NOW + 60 * MINUTE)
        assert next_line(unit, her.id) == 1
        assert state_of(unit, paul, mandate) == (MandateState.EXPIRED, "time")
        assert state_of(unit, paul, draft) == (MandateState.VOID, "time")
        assert mandate_of(unit, paul, draft, NOW).question is None


def test_a_line_goes_back_also_when_somebody_types_after_the_end_and_before_the_clock(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        draft = drafted(unit, paul, her).reference
        ask_card_line(unit, paul, draft, NOW)
        assert next_line(unit, her.id) == 2
        assert give_consent(unit, draft, WRONG, NETWORK, NOW + 2 * DAY) == "expired"
        assert next_line(unit, her.id) == 1


def test_evidence_is_kept_six_years_after_the_end_and_what_was_never_given_one(store):
    with store.writing() as unit:
        paul, her = staff(unit), somebody(unit)
        number, draft = given(unit, paul, her), drafted(unit, paul, her).reference
        acted(unit, paul, number, Scope.OPT_OUT, NOW)
    with store.writing() as unit:
        for years, has_deed in ((1, True), (6, True), (6.1, False)):
            sweep_mandates(unit, NOW)
            sweep_mandates(unit, NOW + timedelta(days=365.25 * years))
            assert (check_deed(unit, number, NOW) is not None) is has_deed
        with pytest.raises(MandateDead):
            mandate_of(unit, paul, draft, NOW)
        uses = "SELECT count(*) FROM mandate_use WHERE staff_id = ?"
        assert raw(unit, uses, paul.staff_id).scalar() == 1
        sweep_mandates(unit, NOW + timedelta(days=365.25 * 8))
        assert raw(unit, uses, paul.staff_id).scalar() == 0


def test_an_erased_record_ends_its_mandates_and_the_deed_can_still_be_checked(store):
    with store.writing() as unit:
        patient_id = enrolled(unit, **CONTACTS)
        paul, her = staff(unit), Somebody(patient_id, person_of(unit, patient_id, witness_of(patient_id, 1)))
        number = given(unit, paul, her, duration=Duration.YEAR)
        ask_erasure(unit, herself(her.id), Way.SIGNED_IN, NOW)
    with store.writing() as unit:
        assert erase_due(unit, her.id, NOW + 100 * DAY) == "erased"
    with store.writing() as unit:
        deed = check_deed(unit, number, NOW)
        assert (deed.genuine, deed.state) == (True, MandateState.ENDED)
        line = mandate_of(unit, paul, number, NOW)
        assert (line.person, line.advisor, line.why) == ("", "", "erased")
        with pytest.raises(MandateDead):
            send_consent_code(unit, paul, number, "sms", NOW)
        assert raw(unit, "SELECT count(*) FROM mandate_stop_code WHERE patient_id = ?", her.id).scalar() == 0


def test_a_consent_and_a_refusal_at_once_are_one_of_the_two(writing, paul, her):
    number = drafted(writing, paul, her).reference
    send_consent_code(writing, paul, number, "sms", NOW)
    revoke(writing, herself(her.id), number, NOW)
    assert give_consent(writing, number, newest_code(writing, her.id), NETWORK, NOW) == "expired"
    assert messages(writing, her.id, "mandate-given") == []
    assert mandate_of(writing, paul, number, NOW).site == LE_PUY
