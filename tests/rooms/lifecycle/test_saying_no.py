"""Mme Roux says no: in time, late, twice, by paper; changes her mind; and a stranger guesses."""

import threading
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest

from dossier.base import new_sign_code
from dossier.identity import TooManyTries, TypedIdentity, person_of
from dossier.journal import hold, verify_chain, witness_of
from dossier.lifecycle import (
    ActKind,
    Purpose,
    State,
    StateRefused,
    Way,
    Zone,
    ask_erasure,
    ask_new_code,
    case_of,
    change_mind,
    close,
    find_letter,
    followed,
    genuine,
    local_time,
    not_for_me,
    opt_out,
    prove_letter,
    receipts_of,
    state_of,
)
from dossier.lifecycle.letter_codes import lengthen_codes
from dossier.outbox import waiting_messages
from dossier.policy import NotPermitted
from tests.kit.house import SENT_ON, announced, enrolled, events_of, letter_holder, operator, rows_of, together

IN_TIME = datetime(2026, 4, 1, 21, 59, tzinfo=UTC)
SIX_WEEKS_END = datetime(2026, 4, 13, 22, 0, tzinfo=UTC)
"""Midnight in Paris, in summer time, after Monday 13 April: forty-two days after the sending."""
LATE = datetime(2026, 4, 14, 9, 0, tzinfo=UTC)
BORN = date(1942, 5, 12)


def ins_of(unit, patient):
    return person_of(unit, patient, witness_of(patient, 1)).ins


def test_the_case_keeps_its_rule_its_days_and_its_calendar(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        case = case_of(unit, patient)
    assert (case.regime_id, case.accepted_by) == ("one-month-from-sending", "six-weeks-from-sending")
    assert (case.sent_on, case.sent_source, case.displayed_on) == (SENT_ON, "caisse", date(2026, 4, 2))
    assert (case.accepted_on, case.accepted_until) == (date(2026, 4, 13), SIX_WEEKS_END)
    assert case.due_at > SIX_WEEKS_END
    assert case.calendar_version


def test_the_code_and_the_birth_date_open_the_opt_out(store):
    with store.writing() as unit:
        patient, code = announced(unit)
        letter = prove_letter(unit, code.lower(), BORN, "10.0.1", IN_TIME)
        assert letter.outcome == "right"
        receipt = opt_out(unit, letter.acting, Way.LETTER, IN_TIME)
    assert (receipt.kind, receipt.in_time, receipt.person) == (ActKind.OPT_OUT, True, "JEANNE ROUX")
    assert (receipt.displayed_on, receipt.accepted_on, receipt.sent_on) == (
        date(2026, 4, 2), date(2026, 4, 13), SENT_ON,
    )  # fmt: skip
    with store.reading() as unit:
        assert state_of(unit, patient) is State.OPPOSED
        assert genuine(unit, receipt.number) == IN_TIME.date()
        assert verify_chain(unit, patient) == []
        [message] = waiting_messages(unit, limit=5, patient_id=patient)
        head = next(row for row in rows_of(unit, "journal_entry", patient) if row["event"] == "lifecycle:act:done")
    assert receipt.head == head["digest"][:8].hex()
    assert (message.kind, message.channel, message.parameters["number"]) == ("receipt", "letter", receipt.number)
    assert message.address.splitlines() == ["JEANNE ROUX", "12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"]


@pytest.mark.parametrize(
    ("at", "kind", "state"),
    [
        (SIX_WEEKS_END - timedelta(microseconds=1), ActKind.OPT_OUT, State.OPPOSED),
        (SIX_WEEKS_END, ActKind.CLOSURE_REQUEST, State.CLOSED),
    ],
)
def test_the_last_midnight_decides(store, at, kind, state):
    with store.writing() as unit:
        patient, _ = announced(unit)
        assert opt_out(unit, letter_holder(patient), Way.LETTER, at).kind == kind
        assert state_of(unit, patient) is state


def test_in_la_reunion_the_later_midnight_is_that_of_paris_and_in_martinique_the_local_one(store):
    with store.writing() as unit:
        east, _ = announced(unit, zone=Zone.LA_REUNION)
        west, _ = announced(unit, zone=Zone.MARTINIQUE)
        assert case_of(unit, east).accepted_until == SIX_WEEKS_END
        assert case_of(unit, west).accepted_until == datetime(2026, 4, 14, 4, 0, tzinfo=UTC)


def test_paper_posted_in_time_counts_although_it_arrives_late(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        receipt = opt_out(unit, operator(patient), Way.PAPER, LATE, stated_on=date(2026, 4, 13))
        other, _ = announced(unit)
        too_late = opt_out(unit, operator(other), Way.PAPER, LATE, stated_on=date(2026, 4, 14))
    assert (receipt.kind, receipt.way) == (ActKind.OPT_OUT, Way.PAPER)
    assert too_late.kind is ActKind.CLOSURE_REQUEST


def test_without_a_sending_date_every_day_is_in_time_and_nothing_opens_by_itself(store):
    with store.writing() as unit:
        patient, _ = announced(unit, sent_on=None)
        case = case_of(unit, patient)
        assert (case.displayed_on, case.accepted_until, case.due_at) == (None, None, None)
        assert opt_out(unit, letter_holder(patient), Way.LETTER, LATE).kind is ActKind.OPT_OUT


def test_a_form_sent_twice_gives_the_same_receipt_and_one_effect(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        first = opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
    with store.writing() as unit:
        again = opt_out(unit, letter_holder(patient), Way.LETTER, LATE)
    assert again == first
    with store.reading() as unit:
        assert events_of(unit, patient).count("lifecycle:act:done") == 1


def test_fifty_forms_at_once_give_one_effect(store):
    with store.writing() as unit:
        patient, _ = announced(unit)

    def send():
        with store.writing() as unit:
            return opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME).number

    assert len(set(together(*[send] * 50))) == 1
    with store.reading() as unit:
        assert len(receipts_of(unit, patient)) == 1
        assert len(waiting_messages(unit, limit=99, patient_id=patient)) == 1
        assert verify_chain(unit, patient) == []


def test_a_no_taken_back_in_time_waits_again_and_later_it_opens(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        due_at = case_of(unit, patient).due_at
        opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        assert change_mind(unit, letter_holder(patient), Way.LETTER, IN_TIME).kind is ActKind.CHANGE_OF_MIND
        assert (state_of(unit, patient), case_of(unit, patient).due_at) == (State.ANNOUNCED, due_at)
        opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        change_mind(unit, letter_holder(patient), Way.LETTER, LATE)
        assert state_of(unit, patient) is State.OPENED
        assert [one.kind for one in receipts_of(unit, patient)].count(ActKind.OPT_OUT) == 2


def test_a_letter_that_is_not_for_its_reader_stops_the_opening_and_nothing_else(store):
    with store.writing() as unit:
        patient, code = announced(unit)
        letter = find_letter(unit, code, "10.0.2", IN_TIME)
        receipt = not_for_me(unit, letter.acting, Way.LETTER, IN_TIME)
        assert not_for_me(unit, letter.acting, Way.LETTER, IN_TIME) == receipt
        case = case_of(unit, patient)
        assert (case.state, case.due_at, case.blocked_at) == (State.ANNOUNCED, None, IN_TIME)
        assert opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME).kind is ActKind.OPT_OUT


def test_a_letter_holder_neither_closes_nor_reads(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        for act in (close, ask_erasure):
            with pytest.raises(NotPermitted):
                act(unit, letter_holder(patient), Way.LETTER, IN_TIME)


def test_an_activated_record_is_not_closed_by_a_letter(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        with pytest.raises(StateRefused):
            opt_out(unit, letter_holder(patient), Way.LETTER, LATE)


def test_a_wrong_code_and_a_wrong_date_are_told_alike(store):
    with store.writing() as unit:
        _, code = announced(unit)
        _, other = announced(unit, birth_on=date(1950, 1, 1))
        assert prove_letter(unit, code, date(1942, 12, 5), "10.0.3", IN_TIME).outcome == "wrong"
        assert prove_letter(unit, other, BORN, "10.0.3", IN_TIME).outcome == "wrong"


def test_an_expired_code_says_so_to_the_right_person_only(store):
    with store.writing() as unit:
        _, code = announced(unit)
        assert prove_letter(unit, code, BORN, "10.0.4", LATE).outcome == "expired"
        assert prove_letter(unit, code, date(1942, 5, 13), "10.0.4", LATE).outcome == "wrong"


def test_guesses_from_many_networks_ask_one_more_thing_and_lock_nobody_out(store):
    with store.writing() as unit:
        patient, code = announced(unit)
        ins = ins_of(unit, patient)
        for guess in range(20):
            prove_letter(unit, code, date(1900 + guess, 1, 1), f"10.1.{guess}", IN_TIME)
        assert prove_letter(unit, code, BORN, "10.2.1", IN_TIME).outcome == "identity"
        assert prove_letter(unit, code, BORN, "10.2.1", IN_TIME, "2" + "0" * 14).outcome == "wrong"
        assert prove_letter(unit, code, BORN, "10.2.1", IN_TIME, ins).outcome == "right"


def test_guesses_from_one_network_wait_and_another_network_does_not(store):
    with store.writing() as unit:
        _, code = announced(unit)
        for _ in range(10):
            prove_letter(unit, code, date(1900, 1, 1), "10.3.1", IN_TIME)
        with pytest.raises(TooManyTries):
            prove_letter(unit, code, BORN, "10.3.1", IN_TIME)
        assert prove_letter(unit, code, BORN, "10.3.2", IN_TIME).outcome == "right"


def test_a_neighbor_who_guesses_makes_nobody_else_wait(store):
    """One network may be a house full of people, or a whole telephone company."""
    with store.writing() as unit:
        _, guessed = announced(unit)
        _, hers = announced(unit)
        for _ in range(10):
            prove_letter(unit, guessed, date(1900, 1, 1), "10.3.3", IN_TIME)
        for _ in range(30):
            with suppress(TooManyTries):
                prove_letter(unit, new_sign_code(), BORN, "10.3.3", IN_TIME)
        assert prove_letter(unit, hers, BORN, "10.3.3", IN_TIME).outcome == "right"


def test_whoever_proves_a_letter_never_crosses_the_clock(postgres_store):
    """Both touch her chain and her code: in another order the database would have to stop one of them."""
    store, held = postgres_store, threading.Event()
    with store.writing() as unit:
        patient, code = announced(unit)

    def clock():
        with store.writing() as unit:
            hold(unit, patient)
            held.set()
            time.sleep(0.3)
            lengthen_codes(unit, [patient], LATE + timedelta(days=300))

    def she():
        held.wait()
        with store.writing() as unit:
            return opt_out(unit, prove_letter(unit, code, BORN, "10.3.4", IN_TIME).acting, Way.LETTER, IN_TIME).kind

    assert together(clock, she) == [None, ActKind.OPT_OUT]


@pytest.mark.parametrize(
    ("asked_at", "zone", "told"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), Zone.METROPOLE, "2026-04-13"),
        (datetime(2026, 3, 3, 1, 0, tzinfo=UTC), Zone.GUADELOUPE, "2026-04-13"),
        (datetime(2026, 3, 2, 22, 0, tzinfo=UTC), Zone.LA_REUNION, "2026-04-14"),
    ],
)
def test_the_day_told_for_a_new_code_is_a_whole_one(store, asked_at, zone, told):
    with store.writing() as unit:
        patient, _ = announced(unit, zone=zone, mobile="+33639980104")
        typed = TypedIdentity("Roux", "Jeanne", BORN, ins_of(unit, patient))
        ask_new_code(unit, typed, Purpose.OPT_OUT, f"10.4.{zone}", {10}, asked_at, sms=True)
        [message] = waiting_messages(unit, limit=5, patient_id=patient)
        assert message.parameters["until"] == told
        last_moment = datetime.fromisoformat(told).replace(hour=23, minute=59, tzinfo=local_time(zone))
        assert prove_letter(unit, message.parameters["code"], BORN, f"10.4.{zone}", last_moment).outcome == "right"


def test_a_neighbor_who_asks_for_codes_makes_nobody_else_wait(store):
    with store.writing() as unit:
        patient, _ = announced(unit, mobile="+33639980104")
        stranger = TypedIdentity("Roux", "Jeanne", BORN, "2" + "1" * 14)
        for _ in range(5):
            ask_new_code(unit, stranger, Purpose.OPT_OUT, "10.4.5", {10}, IN_TIME, sms=True)
        hers = TypedIdentity("Roux", "Jeanne", BORN, ins_of(unit, patient))
        ask_new_code(unit, stranger, Purpose.OPT_OUT, "10.4.5", {10}, IN_TIME, sms=True)
        with pytest.raises(TooManyTries):
            ask_new_code(unit, stranger, Purpose.OPT_OUT, "10.4.5", {10}, IN_TIME, sms=True)
        ask_new_code(unit, hers, Purpose.OPT_OUT, "10.4.5", {10}, IN_TIME, sms=True)
        assert len(waiting_messages(unit, limit=5, patient_id=patient)) == 1


def test_a_letter_that_reached_the_wrong_person_goes_on_stopping_the_opening(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        not_for_me(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        change_mind(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        case = case_of(unit, patient)
    assert (case.state, case.blocked_at, case.due_at) == (State.ANNOUNCED, IN_TIME, None)


def test_a_new_code_goes_to_the_address_on_file_and_only_for_exactly_this_person(store):
    with store.writing() as unit:
        patient, _ = announced(unit, usual_name="LE GOFF-ROUX", mobile="+33639980104")
        ins = ins_of(unit, patient)
        wrong = TypedIdentity("Le Goff", "Jeanne", BORN, ins)
        right = TypedIdentity("le goff roux", "Marie", BORN, ins)
        ask_new_code(unit, wrong, Purpose.OPT_OUT, "10.4.1", {10}, LATE, sms=True)
        assert waiting_messages(unit, limit=5, patient_id=patient) == []
        ask_new_code(unit, right, Purpose.OPT_OUT, "10.4.1", {10}, LATE, sms=True)
        ask_new_code(unit, right, Purpose.OPT_OUT, "10.4.1", {10}, LATE, sms=True)
        [message] = waiting_messages(unit, limit=5, patient_id=patient)
        assert (message.kind, message.channel, message.address) == ("letter-code", "sms", "+33639980104")
        letter = prove_letter(unit, message.parameters["code"], BORN, "10.4.2", LATE)
        assert opt_out(unit, letter.acting, Way.LETTER, LATE).kind is ActKind.CLOSURE_REQUEST


def test_where_no_sms_can_leave_a_new_code_goes_by_letter(store):
    with store.writing() as unit:
        patient, _ = announced(unit, mobile="+33639980104")
        typed = TypedIdentity("Roux", "Jeanne", BORN, ins_of(unit, patient))
        ask_new_code(unit, typed, Purpose.OPT_OUT, "10.4.6", {10}, IN_TIME, sms=False)
        [message] = waiting_messages(unit, limit=5, patient_id=patient)
    assert (message.channel, message.address.split("\n")[0]) == ("letter", "JEANNE ROUX")


def test_who_guesses_at_one_receipt_makes_nobody_wait_for_another_until_a_hundred(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        mine = opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        for _ in range(10):
            assert followed(unit, "7KQM4HTX9DFR", BORN, "10.5.2", IN_TIME) is None
        with pytest.raises(TooManyTries):
            followed(unit, "7KQM4HTX9DFR", BORN, "10.5.2", IN_TIME)
        assert followed(unit, mine.number, BORN, "10.5.2", IN_TIME) == mine
        for number in range(91):
            followed(unit, f"{number:012d}", BORN, "10.5.2", IN_TIME)
        with pytest.raises(TooManyTries):
            followed(unit, mine.number, BORN, "10.5.2", IN_TIME)
        assert followed(unit, mine.number, BORN, "10.5.3", IN_TIME) == mine


def test_where_a_request_stands_is_told_to_whoever_knows_number_and_birth_date(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        receipt = opt_out(unit, letter_holder(patient), Way.LETTER, IN_TIME)
        assert followed(unit, receipt.number, BORN, "10.5.1", IN_TIME) == receipt
        assert followed(unit, receipt.number, SENT_ON, "10.5.1", IN_TIME) is None
        assert genuine(unit, "7KQM4HTX9DFR") is None
