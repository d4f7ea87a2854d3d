"""Telephone numbers at entry: read by territory, and nothing that no person answers at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.identity import PhoneUnfit, canonical_phone


def read(typed, *, mobile=False, fiction=False):
    try:
        return canonical_phone(typed, mobile=mobile, fiction=fiction)
    except PhoneUnfit as unfit:
        return unfit.facts["why"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("06.12-34\u00a056 78", "+33612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0639 01 23 45", "+262639012345"),
        ("0690 12 34 56", "+590690123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0694 12 34 56", "+594694123456"),
        ("+508 55 12 34", "+508551234"),
        ("+687 75 12 34", "+687751234"),
        ("+689 87 12 34 56", "+68987123456"),
        ("+681 82 12 34", "+681821234"),
    ],
)
def test_a_mobile_of_any_french_territory_is_one(typed, number):
    assert read(typed, mobile=True) == read(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("01 42 34 56 78", "+33142345678"),
        ("09 70 12 34 56", "+33970123456"),
        ("0262 12 34 56", "+262262123456"),
        ("0590 12 34 56", "+590590123456"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_a_number_at_home_or_abroad_can_be_called_and_gets_no_sms(typed, number):
    assert (read(typed), read(typed, mobile=True)) == (number, "mobile")


@pytest.mark.parametrize(
    "typed",
    [
        "0 810 12 34 56",
        "0 800 12 34 56",
        "0 899 12 34 56",
        "+33 810 12 34 56",
        "+1 900 555 0123",
        "+881 612 345 678",
        "07 00 12 34 56",
    ],
)
def test_what_costs_belongs_to_nobody_or_is_unknown_is_blocked(typed):
    assert read(typed) == read(typed, mobile=True) == "blocked"


@pytest.mark.parametrize(("typed", "why"), [("", "missing"), ("  ", "missing"), ("3646", "digits"), ("15", "digits")])
def test_short_numbers_are_nobodys(typed, why):
    assert read(typed) == why


@pytest.mark.parametrize("typed", ["06 39 98 00 00", "06 39 98 99 99", "02 61 91 01 42", "01 99 00 12 34"])
def test_numbers_of_fiction_are_for_demonstrations_alone(typed):
    assert read(typed) == "blocked"
    assert read(typed, fiction=True).startswith("+33")
    assert read(typed, mobile=True, fiction=True) == (read(typed, fiction=True) if "06" in typed else "mobile")


@given(st.text(max_size=30) | st.from_regex(r"\A[+0]?[0-9 .()-]{0,20}\Z"))
def test_whatever_is_typed_comes_out_as_e164_that_reads_as_itself_or_is_refused(typed):
    found = read(typed, fiction=True)
    if found.startswith("+"):
        assert 8 <= len(found) <= 16
        assert found[1:].isdigit()
        assert read(found, fiction=True) == found
    else:
        assert found in ("missing", "digits", "blocked")
