"""Each patient has a key of her own, kept wrapped; without it nothing of hers can be read again."""

import pytest

from dossier.documents import list_documents, open_document
from dossier.identity import person_of
from dossier.journal import verify_chain, witness_of
from dossier.vault import SealBroken, blind_index, key_of, shred
from tests.kit.house import NOW, deposited, enrolled, herself, raw, rows_of


def test_two_patients_have_two_keys(store):
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
        assert key_of(unit, one).digest("x", b"1") != key_of(unit, other).digest("x", b"1")


def test_a_wrapped_key_moved_to_another_patient_opens_nothing(store):
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
    with store.writing() as unit:
        (stolen,) = rows_of(unit, "patient_key", one)
        raw(unit, "UPDATE patient_key SET wrapped = ? WHERE patient_id = ?", stolen["wrapped"], other)
    with store.reading() as unit, pytest.raises(SealBroken):
        key_of(unit, other)


def test_shredding_one_key_loses_her_record_and_nobody_elses(store):
    with store.writing() as unit:
        gone, stays = enrolled(unit), enrolled(unit)
        lost, kept = deposited(unit, gone), deposited(unit, stays)
        shred(unit, gone)
    with store.writing() as unit:
        with pytest.raises(SealBroken):
            person_of(unit, gone, witness_of(gone, 1))
        with pytest.raises(SealBroken):
            list_documents(unit, herself(gone), witness_of(gone, 1))
        assert open_document(unit, herself(stays), kept, NOW).document_id == kept
    with store.writing() as unit, pytest.raises(SealBroken):
        open_document(unit, herself(gone), lost, NOW)


def test_a_key_is_gone_at_once_in_the_unit_that_shreds_it(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        shred(unit, patient)
        with pytest.raises(SealBroken):
            key_of(unit, patient)


def test_the_chain_is_still_whole_after_shredding(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        shred(unit, patient)
    with store.reading() as unit:
        assert verify_chain(unit, patient) == []


def test_a_blind_index_finds_what_is_typed_in_another_case_and_width(store):
    wanted = blind_index(store.holder, "email", "jeanne.roux@example.fr")
    assert blind_index(store.holder, "email", "Jeanne.ROUX@example.fr") == wanted
    assert blind_index(store.holder, "email", "ｊeanne.roux@example.fr") == wanted
    assert blind_index(store.holder, "identifier", "jeanne.roux@example.fr") != wanted
