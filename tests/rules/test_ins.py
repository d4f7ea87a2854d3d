"""The national health identity number: its shape, its key, Corsica, and what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.identity import ins

# Thirteen characters and the key that goes with them, computed by hand.
RIGHT = ["255081416802538", "294037512000591", "153124500723160", "284052A32102552", "279035121518989"]
# Numbers seen in public examples, whose key is wrong.
WRONG_KEY = ["170017510112313", "194052203228988", "284058832102530"]


@pytest.mark.parametrize("number", RIGHT)
def test_a_right_number_is_kept_as_it_is(number: str) -> None:
    assert ins.canonical_ins(number) == number


@pytest.mark.parametrize("number", WRONG_KEY)
def test_a_wrong_key_is_refused_when_typed_and_only_seen_when_received(number: str) -> None:
    with pytest.raises(ins.InsKeyWrong):
        ins.canonical_ins(number)
    assert ins.unchecked_ins(number) == number
    assert not ins.ins_key_is_right(number)


@pytest.mark.parametrize(
    "typed",
    [
        "2 79 03 51 215 189 89",
        "2.79.03.51.215.189.89",
        "2-79-03-51-215-189-89",
        "２７９０３５１２１５１８９８９",
        " 279035121518989\n",
    ],
)
def test_spaces_dots_hyphens_and_wide_digits_give_the_plain_number(typed: str) -> None:
    assert ins.canonical_ins(typed) == "279035121518989"


def test_corsica_counts_in_the_department_only() -> None:
    assert ins.canonical_ins("2 84 05 2a 321 025 52") == "284052A32102552"
    with pytest.raises(ins.InsMalformed):
        ins.canonical_ins("28405122A102552")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2790351215189",  # no key
        "2790351215189890",  # one digit too many
        "379035121518989",  # no such first digit
        "279135121518989",  # no thirteenth month
        "279005121518989",  # no month zero
        "284052C32102552",  # Corsica has no 2C
        "27903512151898Z",
        "Mme Roux",
    ],
)
def test_what_has_not_the_shape_is_refused_by_its_own_name(typed: str) -> None:
    with pytest.raises(ins.InsMalformed) as refusal:
        ins.canonical_ins(typed)
    assert refusal.value.code == "ins-malformed"
    assert refusal.value.facts == {}


def test_an_unknown_month_of_birth_is_accepted() -> None:
    body = "2792051215189"
    assert ins.canonical_ins(body + f"{97 - int(body) % 97:02d}").startswith(body)


@given(st.integers(0, 14), st.integers(1, 9))
def test_one_mistyped_digit_never_passes(place: int, step: int) -> None:
    number = "279035121518989"
    other = str((int(number[place]) + step) % 10)
    with pytest.raises((ins.InsMalformed, ins.InsKeyWrong)):
        ins.canonical_ins(number[:place] + other + number[place + 1 :])


@given(st.text(max_size=20))
def test_whatever_is_typed_is_either_canonical_or_refused_by_name(typed: str) -> None:
    try:
        kept = ins.canonical_ins(typed)
    except (ins.InsMalformed, ins.InsKeyWrong):
        return
    assert kept.isascii()
    assert len(kept) == 15
