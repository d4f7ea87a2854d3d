"""The card of codes: fifty numbered codes, each beside its number, and how to keep them."""

from dataclasses import replace

import pytest

from printouts import SIZES, PrintoutTooLarge, render_code_card
from tests.printouts.reading import corners, elements, opened, pages, runs, spoken, words
from tests.printouts.sheets import CARD

MM = 72 / 25.4


def grouped(code):
    return f"{code[:4]} {code[4:]}"


@pytest.mark.parametrize("size", SIZES)
def test_every_code_follows_its_number(size):
    told = spoken(render_code_card(CARD, size))
    place = told.index("Codes 1 à 10")
    for number, code in enumerate(CARD.codes, 1):
        found = told.find(f" {number} {grouped(code)}", place)
        assert found >= 0, f"code {number} is missing, or comes too early"
        place = found


def test_the_card_says_whose_it_is_when_it_was_made_and_how_to_keep_it():
    text = words(render_code_card(CARD, 14))
    for phrase in (
        "Madame Jeanne Roux", "Faite le 1er mars 2022", "Chaque code sert une seule fois.",
        "Gardez cette carte comme une clé.", "Carte perdue ? Appelez le 3422, du lundi au vendredi",
    ):  # fmt: skip
        assert phrase in text


def test_each_code_is_tied_to_its_number():
    with opened(render_code_card(CARD, 14)) as file:
        rows = [element for element in elements(file) if element.S == "/TR"]
        assert len(rows) == 50
        for header, value in (row.K for row in rows):
            assert (header.S, value.S) == ("/TH", "/TD")
            assert [str(name) for name in value.A.Headers] == [str(header.ID)]
        assert [str(element.S) for element in elements(file)].count("/Caption") == 5


@pytest.mark.parametrize(("size", "count"), [(14, 1), (18, 2), (24, 3)])
def test_ten_codes_are_never_split_over_two_pages(size, count):
    told = pages(render_code_card(CARD, size))
    assert len(told) == count
    for first in range(1, 51, 10):
        (page,) = [page for page in told if f"Codes {first} à {first + 9}" in page.replace("\u00a0", " ")]
        assert all(grouped(code) in page for code in CARD.codes[first - 1 : first + 9])


@pytest.mark.parametrize("size", SIZES)
def test_no_letter_is_smaller_than_asked_and_nothing_leaves_the_margins(size):
    made = render_code_card(replace(CARD, person="Mademoiselle Dupont-Castelnau de la Roche-Beaumont"), size)
    assert min(round(run.points, 1) for run in runs(made)) == size
    boxes = corners(made)
    assert min(left for left, *_ in boxes) >= 15 * MM - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 15) * MM + 1


@pytest.mark.parametrize("size", SIZES)
def test_the_engine_understands_every_rule_of_the_card(size, caplog):
    render_code_card(CARD, size)
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_a_hostile_name_changes_nothing_but_its_own_line():
    planted = "</p><table><tr><td>1</td></tr></table> {{ 7 * 7 }}"
    made = render_code_card(replace(CARD, person=planted), 14)
    assert planted in words(made)
    with opened(made) as file:
        assert [str(element.S) for element in elements(file)].count("/Table") == 5


@pytest.mark.parametrize("codes", [CARD.codes[:49], (*CARD.codes[:49], "1234567"), (*CARD.codes[:49], "١٢٣٤٥٦٧٨")])
def test_anything_but_fifty_codes_of_eight_digits_is_refused_and_not_repeated(codes):
    with pytest.raises(ValueError, match="fifty codes") as refusal:
        render_code_card(replace(CARD, codes=codes), 14)
    assert codes[-1] not in str(refusal.value)


def test_a_name_too_long_and_a_size_not_offered_are_refused():
    with pytest.raises(PrintoutTooLarge):
        render_code_card(replace(CARD, person="x" * 201), 14)
    with pytest.raises(ValueError, match="no sheet in 12 points"):
        render_code_card(CARD, 12)
