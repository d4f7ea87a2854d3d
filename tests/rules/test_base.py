"""Ids tell nothing and survive the trip through an address; refusals tell a code and facts; the clock says UTC."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.base import Refused, from_text, new_id, now, to_text


class WindowClosed(Refused):
    code = "window-closed"


@given(st.binary(min_size=16, max_size=16))
def test_an_id_comes_back_from_its_text(value):
    assert from_text(to_text(value)) == value
    assert len(to_text(value)) == 32


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 31,
        "0" * 33,
        "A" * 32,
        "g" * 32,
        "ab " * 10 + "ab",
        "0x" + "0" * 30,
        " " + "0" * 31,
        "+" * 32,
        "é" * 32,
    ],
)
def test_anything_else_is_no_id(text):
    assert from_text(text) is None


@given(st.text(min_size=32, max_size=32))
def test_only_one_text_means_an_id(text):
    found = from_text(text)
    assert found is None or to_text(found) == text


def test_ids_are_random():
    assert len({new_id() for _ in range(200)}) == 200
    assert {len(new_id()) for _ in range(20)} == {16}


def test_a_refusal_tells_its_code_and_facts():
    assert str(WindowClosed()) == "window-closed"
    assert str(WindowClosed(days=3, state="opened")) == "window-closed (days=3, state=opened)"
    assert WindowClosed(days=3).facts == {"days": 3}


def test_the_clock_is_aware_and_in_utc():
    assert now().tzinfo is UTC
    assert now().utcoffset() == timedelta(0)
