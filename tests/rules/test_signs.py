"""Codes for paper: however they are typed they are understood, and a slip of the finger is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.base import SignCodeMistyped, canonical_sign_code, in_groups, new_sign_code
from dossier.base.signs import ALPHABET, LENGTH

codes = st.builds(new_sign_code)


def test_the_alphabet_holds_no_two_signs_that_look_alike():
    assert len(set(ALPHABET)) == len(ALPHABET) == 28
    assert not set("0O1IL5S8") & set(ALPHABET)


@given(
    codes,
    st.lists(st.sampled_from(["", " ", "-", ".", "\u00a0", " – "]), min_size=LENGTH, max_size=LENGTH),
    st.booleans(),
)
def test_spaces_dashes_and_case_do_not_count(code, gaps, lower):
    typed = "".join(sign + gap for sign, gap in zip(code, gaps, strict=True))
    assert canonical_sign_code(typed.lower() if lower else typed) == code


@given(codes)
def test_wide_and_arabic_digits_are_digits_and_an_8_is_a_b(code):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    arabic = "".join(chr(0x0660 + int(sign)) if sign.isdigit() else sign for sign in code)
    for typed in (wide, arabic, code.replace("B", "8")):
        assert canonical_sign_code(typed) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_seen(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(SignCodeMistyped) as refused:
            canonical_sign_code(wrong)
        assert refused.value.facts == {"why": "sign"}


@given(codes, st.integers(0, LENGTH - 3))
def test_two_neighbors_exchanged_are_seen(code, place):
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(SignCodeMistyped):
            canonical_sign_code(wrong)


@pytest.mark.parametrize("typed", ["", "7KQM", "7KQM-4HTX-9DF", "7KQM-4HTX-9DFRR", "²³⁴"])
def test_too_few_or_too_many_signs_are_told_apart_from_a_wrong_one(typed):
    with pytest.raises(SignCodeMistyped) as refused:
        canonical_sign_code(typed)
    assert refused.value.facts["why"] == "length"


def test_a_code_is_printed_in_groups_of_four():
    assert in_groups("7KQM4HTX9DFR") == "7KQM-4HTX-9DFR"
