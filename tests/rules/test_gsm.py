"""The alphabet of SMS: what is written in it, what it weighs, what it can't say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from back_office.post.gsm import fits, is_legible, plain, septets
from back_office.post.providers.short_messages import coded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Jusqu’à l’été, où êtes-vous ? Ça, reçu", "Jusqu'à l'été, où etes-vous ? Ça, recu"),
        ("« Noël » – cœur… À bientôt", '" Noel " - coeur... A bientot'),
        ("8 h\u00a030, 12\u202f€", "8 h 30, 12 €"),
        ("e\u0301te\u0301", "été"),
        ("Łukasz Đorđe Gündoğan", "Lukasz Dorde Gündogan"),
        ("صباح", "????"),
    ],
)
def test_a_text_is_written_with_the_signs_of_the_alphabet(text: str, written: str) -> None:
    assert plain(text) == written


def test_signs_of_the_extension_weigh_twice() -> None:
    assert septets("abc") == 3
    assert septets("[€]") == 6
    assert septets("…") == 3


def test_160_signs_leave_as_one_sms_and_161_do_not() -> None:
    assert fits("é" * 160)
    assert not fits("é" * 161)
    assert not fits("é" * 159 + "€")


@pytest.mark.parametrize(("text", "legible"), [("Ça va ?", True), ("Your code", True), ("رمزك 123", False)])
def test_a_script_without_latin_letters_is_not_legible_in_it(text: str, legible: bool) -> None:
    assert is_legible(text) is legible


@given(st.text(max_size=200))
def test_what_is_written_so_is_sent_in_one_byte_a_septet_by_a_message_center(text: str) -> None:
    content, coding = coded(plain(text))
    assert (len(content), coding) == (septets(text), 0)
