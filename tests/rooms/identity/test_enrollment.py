"""Enrolling people: one INS one person, a telephone may be a family's, everything sealed."""

import pytest

from dossier.identity import (
    CARD_LINES,
    AlreadyKnown,
    Basis,
    IdentifierUnfit,
    domains_in_use,
    enroll,
    first_name_of,
    issue_card,
    language_of,
    next_line,
    patient_by_identifier,
    patient_by_ins,
    person_of,
    records_represented_by,
    represent,
    set_credentials,
)
from dossier.journal import Event, append, verify_chain
from tests.kit.house import (
    CODES,
    NOW,
    enrolled,
    events_of,
    herself,
    person,
    raw_bytes,
    rows_of,
    together,
    with_credentials,
)


def test_a_person_comes_back_as_she_was_enrolled(store):
    roux = person(address=("12 RUE DES TANNEURS", "43000 LE PUY"), email="jeanne@example.fr", birth_place="2A004")
    with store.writing() as unit:
        patient = enroll(unit, roux, "ar", NOW)
        witness = append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)
        assert person_of(unit, patient, witness) == roux
        assert language_of(unit, patient) == "ar"
        assert 10 in domains_in_use(unit)
        assert verify_chain(unit, patient) == []


def test_she_is_found_by_her_exact_ins_and_domain_only(store):
    roux = person()
    with store.writing() as unit:
        patient = enroll(unit, roux, "fr", NOW)
        assert patient_by_ins(unit, roux.ins, 10) == patient
        assert patient_by_ins(unit, roux.ins, 11) is None
        assert patient_by_ins(unit, roux.ins[:-1], 10) is None


def test_an_ins_belongs_to_one_person(store):
    roux = person()
    with store.writing() as unit:
        enroll(unit, roux, "fr", NOW)
    with pytest.raises(AlreadyKnown) as refusal, store.writing() as unit:
        enroll(unit, person(ins=roux.ins, first_names=("PAULE",)), "fr", NOW)
    assert refusal.value.facts == {"field": "ins"}


def test_an_ins_enrolled_twice_at_the_same_moment_is_one_person_and_one_refusal(store):
    roux = person()

    def enroll_her():
        with store.writing() as unit:
            return enroll(unit, roux, "fr", NOW)

    outcomes = together(*[enroll_her] * 4)
    assert [type(outcome) for outcome in outcomes].count(AlreadyKnown) == 3
    assert [type(outcome) for outcome in outcomes].count(bytes) == 1


def test_a_family_may_share_a_telephone_and_an_address(store):
    with store.writing() as unit:
        mother = enrolled(unit, mobile="+33639980104", email="famille@example.fr")
        son = enrolled(unit, mobile="+33639980104", email="famille@example.fr")
    assert mother != son


def test_one_number_given_as_mobile_and_as_landline_is_no_fault(store):
    with store.writing() as unit:
        assert enrolled(unit, mobile="+33639980105", landline="+33639980105")


def test_an_identifier_belongs_to_one_person_whatever_its_case(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        identifier = with_credentials(unit, patient)
        assert patient_by_identifier(unit, f"  {identifier.upper()} ") == patient
        with pytest.raises(AlreadyKnown):
            set_credentials(unit, enrolled(unit), identifier.upper(), "hash", NOW)
        with pytest.raises(IdentifierUnfit):
            set_credentials(unit, enrolled(unit), "jeanne@example.fr", "hash", NOW)


def test_neither_identifier_password_nor_codes_are_in_the_database(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        identifier = with_credentials(unit, patient)
        tables = ("credential", "code_card", "code_card_line", "blind_index", "journal_entry")
        held = raw_bytes([row for table in tables for row in rows_of(unit, table, patient)])
    for word in (identifier, "tilleul", *CODES):
        assert word.encode() not in held


def test_a_new_card_kills_the_old_one(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        issue_card(unit, patient, CODES, NOW)
        (old,) = rows_of(unit, "code_card", patient)
        issue_card(unit, patient, [f"{code[::-1]}" for code in CODES], NOW)
        (new,) = rows_of(unit, "code_card", patient)
        lines = rows_of(unit, "code_card_line", patient)
        assert next_line(unit, patient) == 1
    assert new["card_id"] != old["card_id"]
    assert {line["card_id"] for line in lines} == {new["card_id"]}
    assert len(lines) == CARD_LINES


def test_a_card_has_fifty_lines(store):
    with store.writing() as unit, pytest.raises(ValueError, match="fifty"):
        issue_card(unit, enrolled(unit), CODES[:49], NOW)


def test_a_representative_sees_whose_records_she_may_open_and_by_which_name(store):
    with store.writing() as unit:
        mother, son, mamie = enrolled(unit), enrolled(unit, first_names=("LÉO",)), enrolled(unit)
        represent(unit, mother, son, Basis.PARENT, NOW)
        represent(unit, mother, mamie, Basis.MEASURE, NOW)
        found = records_represented_by(unit, mother)
        by_record = {record.patient_id: record for record in found}
        assert {record: told.basis for record, told in by_record.items()} == {
            son: "parent",
            mamie: "measure_with_representation",
        }
        assert first_name_of(unit, by_record[son]) == "LÉO"
        assert records_represented_by(unit, son) == []
        assert verify_chain(unit, son) == []
        assert events_of(unit, son)[-1] == "identity:representative:added"
