"""An envelope opens for one patient, one object, one version and one kind, and only as it was sealed."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.vault import PatientKey, Place, SealBroken, Witness
from dossier.vault.envelope import binding, canonical

PATIENT, OTHER = b"a" * 16, b"b" * 16
PLACE = Place("document", b"d" * 16, 1)
WORDS = "Hémoglobine glyquée 7,1 %".encode()
RAW = secrets.token_bytes(32)
KEY = PatientKey(PATIENT, RAW)
WITNESS = Witness(PATIENT, 1)
SEALED = KEY.seal(WORDS, PLACE)


def test_an_envelope_opens_in_its_place():
    assert KEY.open(SEALED, PLACE, WITNESS) == WORDS


@pytest.mark.parametrize(
    "place",
    [Place("document-part", b"d" * 16, 1), Place("document", b"e" * 16, 1), Place("document", b"d" * 16, 2)],
    ids=["another kind", "another document", "another version"],
)
def test_an_envelope_put_in_another_place_stays_shut(place):
    with pytest.raises(SealBroken):
        KEY.open(SEALED, place, WITNESS)


def test_an_envelope_put_in_another_patients_record_stays_shut_even_under_the_same_key():
    with pytest.raises(SealBroken):
        PatientKey(OTHER, RAW).open(SEALED, PLACE, Witness(OTHER, 1))


def test_an_envelope_stays_shut_for_another_patients_key():
    with pytest.raises(SealBroken):
        PatientKey(PATIENT, secrets.token_bytes(32)).open(SEALED, PLACE, WITNESS)


def test_the_witness_of_another_patients_journal_opens_nothing():
    with pytest.raises(SealBroken):
        KEY.open(SEALED, PLACE, Witness(OTHER, 1))


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_one_flipped_bit_is_refused(bit):
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        KEY.open(bytes(changed), PLACE, WITNESS)


@given(st.integers(0, len(SEALED) - 1))
def test_an_envelope_cut_anywhere_is_refused(length):
    with pytest.raises(SealBroken):
        KEY.open(SEALED[:length], PLACE, WITNESS)


def test_the_same_words_sealed_twice_look_different():
    assert KEY.seal(WORDS, PLACE) != KEY.seal(WORDS, PLACE)
    assert WORDS not in KEY.seal(WORDS, PLACE)


@given(st.lists(st.binary(max_size=6), max_size=5), st.lists(st.binary(max_size=6), max_size=5))
def test_two_different_lists_of_fields_never_give_the_same_bytes(one, other):
    assert (canonical(*one) == canonical(*other)) == (one == other)


def test_joining_cannot_be_shifted_from_one_field_into_the_next():
    assert canonical(b"doc2", b"3") != canonical(b"doc", b"23")
    assert binding(PATIENT, Place("document", b"x")) != binding(PATIENT, Place("documentx", b""))


def test_a_patients_digests_mean_nothing_under_another_key_or_for_another_purpose():
    digest = KEY.digest("category", b"BIOLOGIE")
    assert digest == PatientKey(PATIENT, RAW).digest("category", b"BIOLOGIE")
    assert digest != PatientKey(PATIENT, secrets.token_bytes(32)).digest("category", b"BIOLOGIE")
    assert digest != KEY.digest("other", b"BIOLOGIE")
    assert KEY.digest("ab", b"c") != KEY.digest("a", b"bc")
