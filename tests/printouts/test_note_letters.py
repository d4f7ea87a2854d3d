"""A short message on paper: on one page in French; for the reader of another language, French is on the back."""

import pytest

from back_office.post import composer
from printouts import NoteLetter, render_note_letters
from tests.kit.longest_messages import house, messages
from tests.printouts.reading import pages, placed
from tests.printouts.test_letters_words import flat
from tests.printouts.test_posted_sheets import FIRST_FOLD

NOTE = {
    "address": ("JEANNE ROUX", "12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"),
    "addressee": "Madame Roux",
    "phone": "3422",
    "hours": "du lundi au vendredi, de 8 h 30 à 17 h 30",
    "number": "261123-7KQM4-0001",
    "lines": ("C’est noté.", "Ne faites rien."),
}
HERS = {"own_lines": ("It is done.", "Do nothing."), "own_language": "en", "own_direction": "ltr"}


def test_her_language_is_in_front_and_french_on_the_back() -> None:
    front, back = (flat(page) for page in pages(render_note_letters([NoteLetter(**NOTE, **HERS)])))
    assert "Bonjour Madame Roux, It is done. Do nothing." in front
    assert back.startswith("Une question ? Appelez le 3422.")
    assert "En français C’est noté. Ne faites rien." in back
    assert "C’est noté." not in front


def test_whoever_reads_french_alone_has_one_page() -> None:
    [only] = (flat(page) for page in pages(render_note_letters([NoteLetter(**NOTE)])))
    assert "Bonjour Madame Roux, C’est noté. Ne faites rien. Une question ?" in only
    assert "En français" not in only


def test_all_letters_of_a_file_have_the_same_pages() -> None:
    told = [flat(page) for page in pages(render_note_letters([NoteLetter(**NOTE), NoteLetter(**NOTE, **HERS)]))]
    assert len(told) == 4
    assert "C’est noté." in told[0]
    assert "Une question ?" in told[1]
    assert "C’est noté." not in told[1]
    assert "It is done." in told[2]


@pytest.mark.parametrize("kind", ["mandate-given", "consent-code", "contact-code", "recovery-notice", "factor-changed"])
def test_the_longest_message_stands_on_one_page_and_in_two_languages_on_two(kind: str) -> None:
    compose = composer(house())
    longest = tuple(max((compose(one) for one in messages(kind, "letter")), key=len).split("\n"))
    hers = {"own_lines": longest, "own_language": "en", "own_direction": "ltr"}
    assert len(pages(render_note_letters([NoteLetter(**NOTE | {"lines": longest})]))) == 1
    assert len(pages(render_note_letters([NoteLetter(**NOTE | {"lines": longest}, **hers)]))) == 2


def test_no_code_on_the_back_is_behind_the_window() -> None:
    letter = NoteLetter(**NOTE | {"lines": ("Votre code est 1234.",)}, **HERS)
    [code] = [word for word in placed(render_note_letters([letter]))[1] if word.text == "1234."]
    assert code.top > FIRST_FOLD
