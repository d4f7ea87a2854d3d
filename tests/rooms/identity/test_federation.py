"""People vouched for: found once by exact traits, by their link ever after; what each level opens."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dossier.base import LOW, SUBSTANTIAL
from dossier.identity import (
    Caller,
    PivotIdentity,
    SignInExpired,
    WayOut,
    code_question,
    drop_way_out,
    enroll,
    enter_vouched,
    hand_way_out,
    identifier_typed,
    keep_way_out,
    pass_code,
    password_facts,
    recognize,
    way_out_of,
)
from tests.kit.house import CODES, NOW, enrolled, events_of, person, raw, raw_bytes, rows_of, together, with_credentials

PLUS, SIMPLE = "franceconnect-plus", "franceconnect"
HERS = PivotIdentity("BLANCHARD", "JEANNE MARIE", date(1942, 5, 12), "43157", "F")
HOME = "203.0.113"
_TOWNS = iter(range(10_000, 99_999))


@pytest.fixture
def hers():
    """The traits of somebody born where nobody else in this database was."""
    return replace(HERS, birth_place=str(next(_TOWNS)))


def vouched(unit, pivot, subject="sub", provider=PLUS):
    return recognize(unit, provider, f"{subject} {pivot.birth_place}", pivot, NOW)


def roux(unit, pivot, **traits):
    return enrolled(unit, birth_place=pivot.birth_place, **traits)


def test_exactly_her_traits_find_her_and_her_journal_tells_of_the_link(writing, hers):
    patient = roux(writing, hers)
    assert vouched(writing, hers) == patient
    assert events_of(writing, patient)[-1] == "identity:federated_identity:linked"
    assert vouched(writing, hers) == patient
    assert events_of(writing, patient).count("identity:federated_identity:linked") == 1


@pytest.mark.parametrize(
    "trait",
    [
        {"birth_name": "BLANCHARDE"},
        {"first_names": "JEANNE"},
        {"first_names": "MARIE JEANNE"},
        {"birth_on": date(1942, 12, 5)},
        {"birth_place": "00000"},
        {"birth_place": ""},
        {"sex": "M"},
        {"sex": "U"},
        {"birth_name": ""},
        {"birth_name": "’ -"},
        {"first_names": ""},
    ],
    ids=str,
)
def test_one_other_trait_finds_nobody(writing, hers, trait):
    patient = roux(writing, hers)
    assert vouched(writing, replace(hers, **trait)) is None
    assert rows_of(writing, "federated_identity", patient) == []


def test_no_traits_at_all_find_nobody(writing):
    assert recognize(writing, PLUS, "sub of nobody", None, NOW) is None


def test_two_people_with_the_same_traits_are_both_left_alone(writing, hers):
    patients = [roux(writing, hers) for _ in range(2)]
    assert vouched(writing, hers) is None
    assert [rows_of(writing, "federated_identity", one) for one in patients] == [[], []]


def test_who_was_linked_before_a_twin_came_stays_linked(writing, hers):
    patient = roux(writing, hers)
    vouched(writing, hers)
    roux(writing, hers)
    assert vouched(writing, hers) == patient
    assert vouched(writing, hers, subject="another") is None


def test_who_has_no_place_of_birth_or_an_unknown_sex_on_file_is_nobodys_match(writing, hers):
    enrolled(writing, birth_place="")
    roux(writing, hers, sex="U")
    for pivot in (replace(hers, birth_place=""), replace(hers, sex="U"), hers):
        assert vouched(writing, pivot) is None


def test_the_same_name_at_two_providers_is_two_people(writing, hers):
    other = replace(hers, birth_place=f"{hers.birth_place}x")
    one, two = roux(writing, hers), roux(writing, other)
    assert recognize(writing, PLUS, hers.birth_place, hers, NOW) == one
    assert recognize(writing, SIMPLE, hers.birth_place, other, NOW) == two
    assert recognize(writing, PLUS, hers.birth_place, None, NOW) == one


def test_a_town_of_corsica_is_the_same_under_its_old_and_new_number(writing):
    town = next(_TOWNS) % 1000
    old, new = f"20{town:03d}", f"2a{town:03d}"
    patient = enrolled(writing, birth_place=old)
    assert vouched(writing, replace(HERS, birth_place=new)) == patient


def test_accents_ligatures_hyphens_and_case_do_not_count(writing, hers):
    patient = roux(writing, hers, birth_name="LE BŒUF-ÉMARD", first_names=("ANNE-LISE", "ZOÉ"))
    assert vouched(writing, replace(hers, birth_name="Le Boeuf Emard", first_names="Anne Lise Zoe")) == patient


def test_the_names_of_two_traits_never_run_into_each_other(writing, hers):
    roux(writing, hers, birth_name="MARTINE", first_names=("ANNE",))
    assert vouched(writing, replace(hers, birth_name="MARTIN", first_names="EANNE")) is None


def test_neither_traits_nor_names_stand_in_the_look_ups(writing, hers):
    patient = roux(writing, hers)
    vouched(writing, hers, subject="zorva-subject")
    told = raw_bytes(rows_of(writing, "blind_index", patient) + rows_of(writing, "federated_identity", patient))
    for word in (b"BLANCHARD", b"blanchard", hers.birth_place.encode(), b"zorva", b"1942"):
        assert word not in told


def test_two_answers_at_once_make_one_link(store, hers):
    with store.writing() as unit:
        patient = roux(unit, hers)

    def enter():
        with store.writing() as unit:
            return vouched(unit, hers)

    assert together(enter, enter) == [patient, patient]
    with store.writing() as unit:
        assert len(rows_of(unit, "federated_identity", patient)) == 1
        assert events_of(unit, patient).count("identity:federated_identity:linked") == 1


def test_an_erased_person_is_found_no_more(writing, hers):
    patient = roux(writing, hers)
    vouched(writing, hers)
    writing.forget(patient)
    assert vouched(writing, hers) is None


def test_level_substantial_opens_a_session_and_forgets_a_sign_in_under_way(writing, hers):
    patient = roux(writing, hers)
    with_credentials(writing, patient)
    enter_vouched(writing, "visit plus", patient, SIMPLE, LOW, channels=(), now=NOW)
    opened = enter_vouched(writing, "visit plus", patient, PLUS, SUBSTANTIAL, channels=(), now=NOW)
    assert opened is not None
    assert (opened.patient_id, opened.at_home) == (patient, False)
    assert events_of(writing, patient)[-3:] == [
        "identity:federated_identity:recognized",
        "identity:session:opened",
        "access:record:opened",
    ]
    with pytest.raises(SignInExpired):
        code_question(writing, "visit plus", NOW)


def test_a_lower_level_leads_to_the_code_and_no_further(writing, hers):
    patient = roux(writing, hers)
    with_credentials(writing, patient)
    assert enter_vouched(writing, "visit low", patient, SIMPLE, LOW, channels=(), now=NOW) is None
    assert rows_of(writing, "web_session", patient) == []
    assert code_question(writing, "visit low", NOW).means == "card"
    assert pass_code(writing, "visit low", "00000000", Caller(HOME), at_home=False, now=NOW) is None
    opened = pass_code(writing, "visit low", CODES[0], Caller(HOME), at_home=False, now=NOW + timedelta(minutes=1))
    assert opened is not None


def test_there_is_no_identifier_to_show_or_to_try_passwords_on(writing, hers):
    patient = roux(writing, hers)
    with_credentials(writing, patient)
    enter_vouched(writing, "visit none", patient, SIMPLE, LOW, channels=(), now=NOW)
    with pytest.raises(SignInExpired):
        identifier_typed(writing, "visit none", Caller(HOME), NOW)
    with pytest.raises(SignInExpired):
        password_facts(writing, "visit none", Caller(HOME), NOW)


WAY_OUT = WayOut(PLUS, "https://fc.example/end", "zorva.id.token")


def test_the_way_out_goes_along_into_the_session(writing, hers):
    patient = roux(writing, hers)
    keep_way_out(writing, "visit out", WAY_OUT, NOW)
    opened = enter_vouched(writing, "visit out", patient, PLUS, SUBSTANTIAL, channels=(), now=NOW)
    assert way_out_of(writing, opened.token, NOW) == WAY_OUT
    assert way_out_of(writing, "visit out", NOW) is None


def test_it_goes_along_through_the_code_too(writing, hers):
    patient = roux(writing, hers)
    with_credentials(writing, patient)
    keep_way_out(writing, "visit code", WAY_OUT, NOW)
    enter_vouched(writing, "visit code", patient, SIMPLE, LOW, channels=(), now=NOW)
    opened = pass_code(writing, "visit code", CODES[0], Caller(HOME), at_home=False, now=NOW)
    assert way_out_of(writing, opened.token, NOW) == WAY_OUT


def test_it_is_sealed_ends_when_dropped_and_lives_no_longer_than_a_session_is_known(writing):
    keep_way_out(writing, "visit kept", WAY_OUT, NOW)
    rows = [dict(row) for row in raw(writing, "SELECT * FROM draft WHERE purpose = ?", "way-out").mappings()]
    assert b"zorva" not in raw_bytes(rows)
    assert hand_way_out(writing, "visit kept", "another", NOW)
    assert not hand_way_out(writing, "visit kept", "a third", NOW)
    assert way_out_of(writing, "another", NOW + timedelta(hours=20, seconds=1)) is None
    drop_way_out(writing, "another")
    assert way_out_of(writing, "another", NOW) is None


def test_enrolling_notes_the_pivot_identity_beside_the_other_look_ups(writing, hers):
    patient = enroll(writing, person(birth_place=hers.birth_place), "fr", NOW)
    assert {row["field"] for row in rows_of(writing, "blind_index", patient)} == {"ins", "pivot"}
