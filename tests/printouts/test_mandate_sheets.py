"""The deed of a mandate and the sheet of a visit: word for word what was read, void until given."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp

from dossier.mandates import UseDetail
from dossier.policy import Scope
from printouts import (
    LANGUAGES,
    NEWEST,
    SIZES,
    VISIT_ACTS,
    PrintoutTooLarge,
    VisitAct,
    digest_of,
    mandate_texts,
    render_mandate_deed,
    render_visit_sheet,
)
from tests.printouts.reading import corners, elements, opened, pages, placed, runs, words
from tests.printouts.sheets import DEED, DRAFT_DEED, MANDATE_FACTS, VISIT_SHEET
from tests.printouts.test_letters_words import in_order
from tests.printouts.test_receipt import MM, as_seen, bare

LEGAL = Path(__file__).parents[2] / "printouts" / "legal"
VOID = "Projet sans valeur"


def test_a_deed_says_everything_in_order_and_twice():
    made = words(render_mandate_deed(DEED, 14))
    text = re.sub(r"Mandat 7KQM-4HTX-9DFR Page \d sur \d ?", "", made)
    assert bare(text).count(bare(" ".join(DEED.texts[0].lines))) == 2
    in_order(
        text,
        [
            "Exemplaire de la personne", "Mandat : quelqu’un agit pour vous", "Une personne vous aide",
            "Pour le dossier de Jeanne Roux", "Donné à Inès Laurent", "Lieu France Services du Puy",
            "Donné le mercredi 25 novembre 2026 à 14 h 05", "Finit le mercredi 25 novembre 2026 à 15 h 05",
            "Preuve donnée un code reçu par SMS", "Numéro 7KQM-4HTX-9DFR", "Pour arrêter",
            "HTTPS://", "DOSSIER-CLAIR.EXAMPLE", "/M/7KQM4HTX9DFR", "version du 2026-11-23",
            "MFRG G2LT ON2W ORSX", "Journal : 7Q2M 4HTX 9DFR AAB2", "Exemplaire du guichet",
        ],
    )  # fmt: skip
    assert VOID not in text


@pytest.mark.parametrize("size", SIZES)
def test_a_draft_is_void_on_each_of_its_pages_and_has_places_to_sign(size):
    made = render_mandate_deed(DRAFT_DEED, size)
    assert all(VOID in page for page in pages(made))
    text = words(made)
    assert "Signer, si l’accord se donne sur papier" in text
    for given in ("Exemplaire", "Signature :", "Vérifier ce papier", "Donné le"):
        assert given not in text


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_the_square_of_each_copy(size):
    made = render_mandate_deed(DEED, size)
    with_squares = [at for at, page in enumerate(pages(made), 1) if "Vérifier ce papier" in page]
    assert len(with_squares) == 2
    for page in with_squares:
        (found,) = zxingcpp.read_barcodes(as_seen(made, page, 100))
        assert found.text == DEED.address


@pytest.mark.parametrize(("sheet", "most"), [(DEED, 6), (DRAFT_DEED, 3)])
def test_sheets_stay_inside_the_margins_and_no_letter_is_too_small(sheet, most):
    assert len(pages(render_mandate_deed(sheet, 14))) <= most
    for size in SIZES:
        made = render_mandate_deed(sheet, size)
        assert min(round(run.points, 1) for run in runs(made)) == size
        boxes = corners(made)
        assert min(left for left, *_ in boxes) >= 25 * MM - 1
        assert max(right for _, _, right, _ in boxes) <= (210 - 16) * MM + 1


def test_arabic_stands_on_the_right():
    (arabic,) = mandate_texts(NEWEST, ("ar",), MANDATE_FACTS)
    made = render_mandate_deed(replace(DEED, texts=(*DEED.texts[:1], arabic)), 14)
    lines = [word for page in placed(made) for word in page if re.search("[\u0600-\u06ff]", word.text)]
    assert max(word.right for word in lines) > (210 - 16) * MM - 2
    assert min(word.left for word in lines) > 25 * MM + 20


def test_the_title_of_the_file_tells_no_name():
    for sheet, title in ((DEED, "Votre mandat"), (DRAFT_DEED, "Projet de mandat, sans valeur")):
        with opened(render_mandate_deed(sheet, 14)) as file:
            assert str(file.docinfo.Title) == title
            assert file.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize("field", ["person", "advisor", "site", "proof"])
def test_hostile_text_stays_in_its_cell(field):
    planted = "</td></tr><h1>Faux</h1> {{ 7 * 7 }} & <script>x</script>"
    made = render_mandate_deed(replace(DEED, **{field: planted}), 14)
    assert bare(words(made)).count(bare(planted)) == 2
    with opened(made) as file:
        assert [str(element.S) for element in elements(file)].count("/H1") == 2


def test_what_is_too_long_or_no_size_is_refused():
    with pytest.raises(PrintoutTooLarge):
        render_mandate_deed(replace(DEED, site="x" * 201), 14)
    with pytest.raises(PrintoutTooLarge):
        render_visit_sheet(replace(VISIT_SHEET, acts=VISIT_SHEET.acts * 31), 14)
    with pytest.raises(ValueError, match="no sheet in 12 points"):
        render_mandate_deed(DEED, 12)
    with pytest.raises(ValueError, match="zone"):
        render_visit_sheet(replace(VISIT_SHEET, given_at=datetime(2026, 11, 25, 14, 5)), 14)  # noqa: DTZ001


# The text


def test_every_language_says_every_scope_and_every_length():
    for version in (folder.name.removeprefix("mandate-") for folder in LEGAL.iterdir()):
        for scope in Scope:
            for length in ("visit", "day", "month", "half-year", "year"):
                facts = replace(MANDATE_FACTS, scopes=(str(scope),), duration=length)
                texts = mandate_texts(version, LANGUAGES, facts)
                assert len({line for text in texts for line in text.scopes}) >= 3, (version, scope)
                assert not any("{" in line for text in texts for line in text.lines)


def test_the_dated_text_never_changes():
    """A deed is checked against the text it was agreed to: another wording is another folder."""
    digest = digest_of("2026-11-23", mandate_texts("2026-11-23", LANGUAGES, MANDATE_FACTS))
    assert digest.hex() == "184e0515be95ea9054f25abeec28b26ee719a1f3252214952ed215c251245d61"


@pytest.mark.parametrize(
    "change",
    [
        {"person": "Jeanne Rou"},
        {"advisor": "Paul"},
        {"site": "Ailleurs"},
        {"scopes": ("opt-out",)},
        {"duration": "day"},
    ],
)
def test_another_word_is_another_digest(change):
    told = mandate_texts(NEWEST, ("fr",), MANDATE_FACTS)
    other = mandate_texts(NEWEST, ("fr",), replace(MANDATE_FACTS, **change))
    assert digest_of(NEWEST, told) != digest_of(NEWEST, other)
    assert digest_of(NEWEST, told) != digest_of("2027-01-01", told)


def test_a_name_with_braces_stays_a_name():
    (text,) = mandate_texts(NEWEST, ("fr",), replace(MANDATE_FACTS, person="{advisor} {0}"))
    assert "Ce mandat est pour le dossier de {advisor} {0}." in text.opening


# The sheet of a visit


def test_a_visits_sheet_says_what_was_done_what_follows_and_how_to_undo_it():
    text = words(render_visit_sheet(VISIT_SHEET, 14))
    told = ["Ce qui a été fait"]
    for scope in ("opt-out", "contact-change"):
        act = VISIT_ACTS[scope]
        told += [act.act, "Le mercredi 25 novembre 2026 à 14 h 05", "Ensuite :", *act.next, "Pour revenir", *act.undo]
    in_order(
        text, [*told, "Fait par Inès Laurent", "Lieu France Services du Puy", "Preuve donnée un code reçu par SMS"]
    )
    assert "dossier-clair.example" in text


def test_a_visits_sheet_says_how_to_stop_the_mandate_and_what_it_leaves_out():
    text = words(render_visit_sheet(replace(VISIT_SHEET, earlier=7), 14))
    in_order(
        text,
        [
            "Avant, avec ce mandat : 7 autres actes.", "Pour arrêter le mandat :", "votre carte à un guichet",
            "votre code d’arrêt au téléphone", "dossier-clair.example/arreter-un-mandat",
        ],
    )  # fmt: skip
    assert "un autre acte." in words(render_visit_sheet(replace(VISIT_SHEET, earlier=1), 14))
    assert "Pour arrêter" not in words(render_visit_sheet(replace(VISIT_SHEET, ending="son temps est passé"), 14))


def test_a_usual_visit_fits_on_one_page():
    assert len(pages(render_visit_sheet(VISIT_SHEET, 14))) == 1


def test_an_act_done_twice_is_told_once_with_both_moments():
    later = VISIT_SHEET.given_at.replace(hour=16)
    text = words(render_visit_sheet(replace(VISIT_SHEET, acts=(VISIT_SHEET.acts[0], VisitAct("opt-out", later))), 14))
    assert text.count(VISIT_ACTS["opt-out"].act) == 1
    assert "à 14 h 05 Le mercredi 25 novembre 2026 à 16 h 05" in text


def test_a_visit_without_acts_and_a_mandate_that_is_over_say_so():
    text = words(render_visit_sheet(replace(VISIT_SHEET, acts=(), ending="arrêté par le conseiller"), 18))
    assert "Rien n’a été fait dans le dossier." in text
    assert "Le mandat est fini arrêté par le conseiller" in text
    assert "Le mandat finit le" not in text


def test_every_scope_and_what_a_scope_would_mislead_about_has_its_words():
    assert set(VISIT_ACTS) == {*map(str, Scope), *map(str, UseDetail)}
