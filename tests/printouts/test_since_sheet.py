"""The sheet « Depuis votre dernière visite »: one leaf in each size, and what doesn't fit is counted."""

from dataclasses import replace
from datetime import datetime

import pytest

from printouts import SIZES, PrintoutTooLarge, SinceLine, render_since
from tests.printouts.reading import pages, words
from tests.printouts.sheets import SINCE
from tests.printouts.test_letters_words import in_order

MANY = replace(SINCE, lines=tuple(SinceLine(f"Document ajouté par {n}.", "Le 3 mars 2026.") for n in range(60)))
LONG = replace(SINCE, lines=(SinceLine("M" * 150, "Le 3 mars 2026."),) * 60)
LEAVES = {14: 1, 18: 1, 24: 2}


def test_it_says_since_when_for_whom_what_happened_and_where_all_of_it_stands():
    in_order(
        words(render_since(SINCE, 18)),
        [
            "Depuis votre dernière visite", "Depuis votre visite du 27 février 2026", "Pour : Jeanne Roux",
            *(f"{line.what} {line.when}".strip() for line in SINCE.lines),
            "Tout est dans l’historique : dossier-clair.example/historique",
            "Une chose vous étonne ? Téléphone : 3422, du lundi au vendredi",
        ],
    )  # fmt: skip
    assert "autres choses" not in words(render_since(SINCE, 18))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sheet", [SINCE, MANY, LONG], ids=["usual", "many", "long"])
def test_it_is_one_leaf_and_tells_how_many_are_left_out(sheet, size):
    made = render_since(sheet, size)
    assert len(pages(made)) <= LEAVES[size]
    text = words(made)
    told = sum(text.count(when) for when in ("Le 3 mars 2026.",)) if sheet is not SINCE else len(SINCE.lines)
    assert told >= 1
    if sheet is not SINCE:
        assert f"Et {60 - told} autres choses." in text


def test_what_was_left_out_before_is_counted_too():
    assert "Et une autre chose." in words(render_since(replace(SINCE, more=1), 14))
    assert "Et 9 autres choses." in words(render_since(replace(SINCE, more=9), 14))


def test_nothing_is_said_to_be_nothing():
    assert "Rien ne s’est passé." in words(render_since(replace(SINCE, lines=()), 24))


def test_another_size_a_text_that_is_too_long_and_a_clock_without_zone_are_refused():
    with pytest.raises(ValueError, match="points"):
        render_since(SINCE, 12)
    with pytest.raises(PrintoutTooLarge):
        render_since(replace(SINCE, lines=(SinceLine("M" * 401),)), 14)
    with pytest.raises(ValueError, match="zone"):
        render_since(replace(SINCE, printed_at=datetime(2026, 11, 25, 14, 5)), 14)  # noqa: DTZ001
