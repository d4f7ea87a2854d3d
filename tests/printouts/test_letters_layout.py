"""The letters on paper: the envelope's window, the pages, the sizes, and room for the longest texts."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from printouts import render_code_letters, render_notices
from tests.printouts.reading import corners, pages, placed, runs
from tests.printouts.sheets import (
    CHILD_NOTICE,
    CODE_IN_CAPITALS,
    CODE_LETTER,
    FULLEST_CODE_LETTER,
    FULLEST_NOTICE,
    IN_CAPITALS,
    NOTICE,
)

MM = 72 / 25.4
MAY_SHOW = (90 * MM, 44 * MM, 200 * MM, 90 * MM)
ALWAYS_SEEN = (100 * MM, 55 * MM, 190 * MM, 79 * MM)

address_lines = st.lists(
    st.text(alphabet="AEIMWÉÇŒjgpq0189 -'&/", min_size=1, max_size=38).filter(str.strip), min_size=1, max_size=6
)


def touches(word, zone):
    left, top, right, bottom = zone
    return word.right > left and word.left < right and word.bottom > top and word.top < bottom


def lies_within(word, zone):
    left, top, right, bottom = zone
    return word.left >= left and word.right <= right and word.top >= top and word.bottom <= bottom


@settings(max_examples=25)
@given(address_lines)
@example(["W" * 38] * 6)
@example(["Éq" * 19] * 5)
def test_the_window_shows_the_whole_address_and_nothing_else(lines):
    notice, code_letter = replace(NOTICE, address=tuple(lines)), replace(CODE_LETTER, address=tuple(lines))
    for front in (placed(render_notices([notice]))[0], placed(render_code_letters([code_letter]))[0]):
        shown = [word for word in front if touches(word, MAY_SHOW)]
        assert [word.text for word in shown] == " ".join(lines).split()
        assert [word.text for word in shown if not lies_within(word, ALWAYS_SEEN)] == []


def test_only_the_address_is_smaller_than_clear_print():
    for made, count in ((render_notices([NOTICE]), 3), (render_code_letters([CODE_LETTER]), 3)):
        small = [run for run in runs(made) if round(run.points, 1) < 14]
        assert {round(run.points, 1) for run in small} == {10}
        assert {run.font.partition("+")[2] for run in small} == {"DejaVu-Sans-Mono"}
        assert len(small) == count


@pytest.mark.parametrize("letter", [NOTICE, CHILD_NOTICE, replace(NOTICE, last_day=None), FULLEST_NOTICE, IN_CAPITALS])
def test_an_announcement_is_one_leaf_of_two_sides(letter):
    front, back = pages(render_notices([letter]))
    assert "Par internet" not in front
    assert all(title in back for title in ("Trois façons", "Cinq choses", "Pour fermer"))


@pytest.mark.parametrize(
    "letter", [CODE_LETTER, replace(CODE_LETTER, purpose="activation"), FULLEST_CODE_LETTER, CODE_IN_CAPITALS]
)
def test_a_code_letter_is_one_page(letter):
    assert len(pages(render_code_letters([letter]))) == 1


@pytest.mark.parametrize("made", [render_notices([FULLEST_NOTICE]), render_code_letters([FULLEST_CODE_LETTER])])
def test_the_longest_texts_stay_inside_the_margins(made):
    boxes = corners(made)
    assert min(left for left, *_ in boxes) >= 25 * MM - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 16) * MM + 1
    assert max(bottom for *_, bottom in boxes) <= (297 - 8) * MM


def test_codes_phones_and_addresses_are_never_cut():
    text = " ".join(pages(render_notices([FULLEST_NOTICE]) + b"")).replace("\u00a0", " ")
    for whole in (FULLEST_NOTICE.portal, FULLEST_NOTICE.phone, "RTXQ-6NDH-7C42"):
        assert whole in text


def test_the_engine_understands_every_rule_of_the_letters(caplog):
    render_notices([NOTICE])
    render_code_letters([CODE_LETTER])
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []
