"""The manifest of a batch and its totals: sheets, weights, classes of postage. Nothing is printed here."""

import csv
from datetime import UTC, datetime

import pytest

from back_office.letters import Postage, classes
from back_office.letters.manifest import PrintedFile, manifest, totals
from back_office.letters.postage import grams_of, sheets_of
from back_office.letters.printing import Printed
from dossier.base import StartRefused
from dossier.outbox import Message, Posted
from dossier.vault import Witness

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def letter(town, kind):
    address = f"JEANNE ROUX\n12 RUE DES TANNEURS\n{town}"
    told = Message(b"p" * 16, kind, "letter", "fr", address, {}, queued_at=AT, not_after=AT)
    return Posted(b"m" * 16, Witness(b"p" * 16, 1), told)


def file(name, kind, first, *towns, pages):
    letters = tuple(letter(town, kind) for town in towns)
    return PrintedFile(name, kind, first, letters), Printed(name.encode().hex(), pages)


FILES = [
    file("notices-001.pdf", "opt-out-notice", 1, "01000 BOURG", "43000 LE PUY", pages=2),
    file("cards-001.pdf", "code-card", 3, "97200 FORT-DE-FRANCE", pages=2),
    file("summaries-001.pdf", "summary", 4, "29000 QUIMPER", pages=7),
]
GOES = {"code-card": Postage.REGISTERED, "summary": Postage.TRACKED}


def rows(content):
    return list(csv.reader(content.decode().splitlines()))


def test_each_letter_has_its_place_its_sheets_its_class_and_its_step_of_weight():
    first = "1 notices-001.pdf 1 2 1 lettre-verte 20 01000 6e6f74696365732d3030312e706466"
    heads, *lines = rows(manifest(FILES, GOES))
    assert heads == [
        "number",
        "file",
        "first_page",
        "pages",
        "sheets",
        "postage",
        "up_to_grams",
        "postal_code",
        "sha256",
    ]
    assert lines[0] == first.split()
    assert [line[:7] for line in lines[1:]] == [
        ["2", "notices-001.pdf", "3", "2", "1", "lettre-verte", "20"],
        ["3", "cards-001.pdf", "1", "2", "1", "lettre-recommandee", "20"],
        ["4", "summaries-001.pdf", "1", "7", "4", "lettre-services-plus", "100"],
    ]
    assert "ROUX" not in str(lines)


def test_the_totals_are_by_class_and_step_then_in_all():
    assert rows(totals(FILES, GOES)) == [
        ["postage", "up_to_grams", "letters", "sheets", "pages"],
        ["lettre-recommandee", "20", "1", "1", "2"],
        ["lettre-services-plus", "100", "1", "4", "7"],
        ["lettre-verte", "20", "2", "2", "4"],
        ["total", "", "4", "7", "13"],
    ]


@pytest.mark.parametrize(("pages", "sheets", "grams"), [(1, 1, 20), (2, 1, 20), (5, 3, 20), (7, 4, 100), (39, 20, 250)])
def test_two_pages_share_a_sheet_and_three_sheets_are_the_most_for_the_first_step(pages, sheets, grams):
    assert (sheets_of(pages), grams_of(sheets_of(pages))) == (sheets, grams)


def test_whatever_isnt_named_goes_as_a_green_letter_and_a_wrong_word_is_refused():
    assert classes(["code-card=lettre-recommandee"]) == {"code-card": Postage.REGISTERED}
    assert {line[5] for line in rows(manifest(FILES, classes([])))[1:]} == {"lettre-verte"}
    with pytest.raises(StartRefused) as refused:
        classes(["postcard=lettre-verte", "summary=economy", "receipt"])
    assert refused.value.lines == [
        "POSTAGE: postcard is no kind of letter.",
        "POSTAGE: summary goes as lettre-verte or lettre-services-plus or lettre-recommandee.",
        "POSTAGE: receipt goes as lettre-verte or lettre-services-plus or lettre-recommandee.",
    ]
