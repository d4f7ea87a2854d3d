"""Closing, erasing and opening again: three acts, each with its own receipt; and who may do which."""

from datetime import timedelta

import pytest

from dossier.identity import (
    AlreadyKnown,
    Basis,
    IdentifierUnfit,
    enroll,
    patient_by_identifier,
    person_of,
    represent,
)
from dossier.journal import verify_chain, witness_of
from dossier.lifecycle import (
    AccountExists,
    ActKind,
    Purpose,
    State,
    StateRefused,
    Way,
    activate,
    ask_erasure,
    case_of,
    close,
    found_space,
    make_letter_code,
    opt_out,
    prove_activation,
    receipts_of,
    reopen,
    state_of,
    to_transmit,
)
from dossier.outbox import waiting_messages
from dossier.policy import Acting, NotPermitted, Role
from tests.kit.house import (
    NOW,
    announced,
    enrolled,
    events_of,
    herself,
    letter_holder,
    operator,
    person,
    with_credentials,
)

LATER = NOW + timedelta(days=3)


def parent(child, of):
    return Acting(Role.LEGAL_REPRESENTATIVE, child, of, "CLAIRE MARTIN")


def test_closing_keeps_the_record_ten_years_and_gives_a_receipt(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        receipt = close(unit, herself(patient), Way.SIGNED_IN, NOW)
        case = case_of(unit, patient)
        assert (receipt.kind, receipt.way, receipt.actor) == (ActKind.CLOSURE, Way.SIGNED_IN, "")
        assert (case.state, case.due_at) == (State.CLOSED, NOW.replace(year=NOW.year + 10))
        assert close(unit, herself(patient), Way.SIGNED_IN, LATER) == receipt
        assert events_of(unit, patient).count("lifecycle:act:done") == 1
        assert verify_chain(unit, patient) == []


def test_an_announced_space_is_not_closed_but_refused(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.ANNOUNCED)
        with pytest.raises(StateRefused):
            close(unit, herself(patient), Way.SIGNED_IN, NOW)


def test_an_erasure_closes_first_and_has_a_receipt_of_its_own(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        receipt = ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)
        case = case_of(unit, patient)
        assert receipt.kind is ActKind.ERASURE
        assert {one.kind for one in receipts_of(unit, patient)} == {ActKind.CLOSURE, ActKind.ERASURE}
        assert (case.state, case.erasure_asked_at) == (State.CLOSED, NOW)
        assert NOW + timedelta(days=30) < case.due_at < NOW + timedelta(days=90)
        assert ask_erasure(unit, herself(patient), Way.SIGNED_IN, LATER) == receipt


def test_opening_again_cancels_the_erasure_and_brings_the_record_back(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        with_credentials(unit, patient)
        ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)
        receipt = reopen(unit, herself(patient), Way.SIGNED_IN, LATER)
        case = case_of(unit, patient)
        assert receipt.kind is ActKind.REOPENING
        assert (case.state, case.erasure_asked_at, case.due_at) == (State.ACTIVATED, None, None)
        assert reopen(unit, herself(patient), Way.SIGNED_IN, LATER) == receipt
        again = ask_erasure(unit, herself(patient), Way.SIGNED_IN, LATER)
        assert again.number not in {receipt.number}
        assert [one.kind for one in receipts_of(unit, patient)].count(ActKind.ERASURE) == 2


def test_a_closed_record_of_somebody_without_account_opens_but_is_not_activated(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.CLOSED)
        reopen(unit, operator(patient), Way.PHONE, NOW)
        assert state_of(unit, patient) is State.OPENED


def test_a_representative_closes_and_opens_but_never_erases(store):
    with store.writing() as unit:
        child, mother = enrolled(unit), enrolled(unit)
        receipt = close(unit, parent(child, mother), Way.SIGNED_IN, NOW)
        assert receipt.actor == "CLAIRE MARTIN"
        with pytest.raises(NotPermitted):
            ask_erasure(unit, parent(child, mother), Way.SIGNED_IN, NOW)
        assert reopen(unit, parent(child, mother), Way.SIGNED_IN, NOW).kind is ActKind.REOPENING


def test_both_parents_and_the_person_are_told_whoever_acted(store):
    with store.writing() as unit:
        child = enrolled(unit, email="odette@example.org")
        one = enrolled(unit, email="un@example.org")
        two = enrolled(unit, email="deux@example.org")
        for representative in (one, two):
            represent(unit, representative, child, Basis.MEASURE, NOW)
        receipt = close(unit, parent(child, one), Way.SIGNED_IN, NOW)
        told = {
            name: [message.parameters["number"] for message in waiting_messages(unit, limit=9, patient_id=who)]
            for name, who in (("child", child), ("one", one), ("two", two))
        }
        assert told == {"child": [receipt.number], "one": [], "two": [receipt.number]}
        assert "lifecycle:act:told" in events_of(unit, two)


def with_card(unit, **traits):
    roux = person(card_serial="80250000021234567890", **traits)
    patient = enroll(unit, roux, "fr", NOW)
    found_space(unit, operator(patient), NOW)
    return patient, make_letter_code(unit, patient, roux, Purpose.ACTIVATION, NOW)


def test_code_card_and_birth_date_activate_the_record(store):
    with store.writing() as unit:
        patient, code = with_card(unit)
        letter = prove_activation(unit, code, person().birth_on, "7890", "10.7.1", NOW)
        assert letter.outcome == "right"
        activate(unit, letter.acting, f"fenetre-{patient.hex()[:8]}", "hash", NOW)
        assert state_of(unit, patient) is State.ACTIVATED
        assert patient_by_identifier(unit, f"fenetre-{patient.hex()[:8]}") == patient
        with pytest.raises(AccountExists):
            activate(unit, letter.acting, f"autre-{patient.hex()[:8]}", "hash", NOW)


def test_what_is_typed_with_the_code_must_all_be_right(store):
    with store.writing() as unit:
        _, code = with_card(unit)
        born = person().birth_on
        assert prove_activation(unit, code, born, "7891", "10.7.2", NOW).outcome == "wrong"
        assert prove_activation(unit, code, born.replace(day=13), "7890", "10.7.2", NOW).outcome == "wrong"
        _, other = announced(unit)
        assert prove_activation(unit, other, born, "7890", "10.7.2", NOW).outcome == "wrong"


def test_without_a_card_on_file_there_is_another_way(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.OPENED)
        code = make_letter_code(unit, patient, person(), Purpose.ACTIVATION, NOW)
        assert prove_activation(unit, code, person().birth_on, "7890", "10.7.3", NOW).outcome == "no-card"


def test_an_activation_that_is_refused_leaves_nothing_behind(store):
    with store.writing() as unit:
        patient, code = with_card(unit)
        taken = enrolled(unit)
        identifier_taken = with_credentials(unit, taken)
        acting = prove_activation(unit, code, person().birth_on, "7890", "10.7.4", NOW).acting
    for identifier, refusal in (("court", IdentifierUnfit), (identifier_taken, AlreadyKnown)):
        with pytest.raises(refusal), store.writing() as unit:
            activate(unit, acting, identifier, "hash", NOW)
    with store.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED
        assert "identity:credentials:set" not in events_of(unit, patient)


def test_an_activation_code_dies_of_guesses_and_a_new_one_works(store):
    """Whoever holds the letter and knows her well has only four digits of a card to guess."""
    with store.writing() as unit:
        patient, code = with_card(unit)
        ins = person_of(unit, patient, witness_of(patient, 1)).ins
        for guess in range(100):
            prove_activation(unit, code, person().birth_on, f"{guess:04d}", f"10.8.{guess}", NOW, ins)
        assert prove_activation(unit, code, person().birth_on, "7890", "10.7.5", NOW, ins).outcome == "expired"
        roux = person_of(unit, patient, witness_of(patient, 1))
        another = make_letter_code(unit, patient, roux, Purpose.ACTIVATION, NOW)
        assert prove_activation(unit, another, roux.birth_on, "7890", "10.7.5", NOW).outcome == "right"


def test_what_activating_takes_back_has_its_receipt_and_the_caisse_is_told(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        opt_out(unit, letter_holder(patient), Way.LETTER, NOW)
        activate(unit, herself(patient), f"repris-{patient.hex()[:8]}", "hash", LATER)
        other = enrolled(unit)
        ask_erasure(unit, herself(other), Way.SIGNED_IN, NOW)
        activate(unit, herself(other), f"repris-{other.hex()[:8]}", "hash", LATER)
        told = [next(str(one.kind) for one in receipts_of(unit, of)) for of in (patient, other)]
        waiting = {one.patient_id for one in to_transmit(unit, 1000) if one.made_at == LATER}
    assert told == ["change-of-mind", "reopening"]
    assert {patient, other} <= waiting


def test_activating_after_a_no_or_a_closure_opens_the_record_and_cancels_the_erasure(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        opt_out(unit, letter_holder(patient), Way.LETTER, NOW)
        activate(unit, herself(patient), f"retour-{patient.hex()[:8]}", "hash", NOW)
        assert state_of(unit, patient) is State.ACTIVATED
        other = enrolled(unit)
        ask_erasure(unit, herself(other), Way.SIGNED_IN, NOW)
        activate(unit, herself(other), f"retour-{other.hex()[:8]}", "hash", LATER)
        assert case_of(unit, other).erasure_asked_at is None
