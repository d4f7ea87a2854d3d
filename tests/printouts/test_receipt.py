"""The receipt: who, what, when, which rule, how to undo, and a square that leads where the letters say."""

import re
from dataclasses import replace
from io import BytesIO
from subprocess import run
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image

from printouts import RECEIPTS, SIZES, PrintoutTooLarge, render_receipt
from tests.printouts.reading import corners, elements, opened, pages, placed, runs, words
from tests.printouts.sheets import RECEIPT
from tests.printouts.test_letters_words import FIVE_MESSAGES, in_order

MM = 72 / 25.4


def as_seen(pdf, page, dots_per_inch):
    """A page as a picture."""
    made = run(
        ["pdftoppm", "-r", str(dots_per_inch), "-f", str(page), "-l", str(page), "-gray", "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    return Image.open(BytesIO(made.stdout))


def bare(text):
    """A text without its spaces: lines may end anywhere."""
    return re.sub(r"\s", "", text)


def page_of(pdf, phrase):
    (number,) = [number for number, page in enumerate(pages(pdf), 1) if phrase in page]
    return number


def test_a_receipt_says_everything_in_order():
    in_order(
        words(render_receipt(RECEIPT, 14)),
        [
            "Vous avez dit non au dossier", "Reçu numéro 7KQM-4HTX-9DFR",
            "Pour Madame Jeanne Roux", "Fait par la personne elle-même", "Quoi Dire non au dossier",
            "Quand mardi 15 mars 2022 à 14 h 05 (Martinique)", "Heure de Paris mardi 15 mars 2022 à 19 h 05",
            "Comment sur le site, avec le code de la lettre", "Lettre envoyée lundi 28 février 2022",
            "Dernier jour annoncé lundi 28 mars 2022", "Dernier jour accepté mardi 29 mars 2022",
            "Règle appliquée un mois à partir de l’envoi",
            "Le dossier ne sera pas créé.", "Vous pouvez demander un dossier, plus tard.",
            "3422, du lundi au vendredi, de 8 h 30 à 17 h 30.",
            *FIVE_MESSAGES,
            "HTTPS://", "DOSSIER-CLAIR.EXAMPLE", "/R/7KQM4HTX9DFR",
            "Journal : 7Q2M 4HTX 9DFR AAB2", "Signature : MFRG G2LT ON2W", "ORSX G5A",
        ],
    )  # fmt: skip


def test_the_hour_of_paris_stands_alone_when_it_is_the_local_one():
    paris = RECEIPT.paris_at
    text = words(render_receipt(replace(RECEIPT, local_at=paris, zone=""), 14))
    assert "Quand mardi 15 mars 2022 à 19 h 05 Comment" in text
    assert "Heure de Paris" not in text


def test_the_day_may_differ_between_here_and_paris():
    late = RECEIPT.local_at.replace(hour=22)
    text = words(
        render_receipt(replace(RECEIPT, local_at=late, paris_at=late.astimezone(ZoneInfo("Europe/Paris"))), 14)
    )
    assert "mardi 15 mars 2022 à 22 h 05 (Martinique) Heure de Paris mercredi 16 mars 2022 à 3 h 05" in text


def test_days_that_are_not_known_leave_no_empty_row():
    sheet = replace(RECEIPT, sent_on=None, displayed_on=None, accepted_on=None, actor="Madame Martin, sa mère")
    text = words(render_receipt(sheet, 14))
    assert "Dernier jour" not in text
    assert "Lettre envoyée" not in text
    assert "Fait par Madame Martin, sa mère Quoi" in text


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("opt-out", "Vous avez dit non au dossier"),
        ("closure-request", "Vous avez demandé de fermer le dossier"),
        ("closure", "Dossier fermé"),
        ("erasure", "Effacement demandé"),
        ("reopening", "Dossier rouvert"),
        ("change-of-mind", "Vous avez changé d’avis"),
        ("not-for-me", "Cette lettre n’était pas pour vous"),
    ],
)
def test_each_act_has_its_title_what_comes_next_and_the_way_back(kind, title):
    made = render_receipt(replace(RECEIPT, kind=kind), 18)
    in_order(words(made), [title, RECEIPTS[kind].act, *RECEIPTS[kind].next, *RECEIPTS[kind].undo, *FIVE_MESSAGES])
    with opened(made) as file, file.open_outline() as outline:
        assert str(outline.root[0].title) == title


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_the_square_and_finds_the_address_printed_beside_it(size):
    made = render_receipt(RECEIPT, size)
    page = page_of(made, "Vérifier ce papier")
    (found,) = zxingcpp.read_barcodes(as_seen(made, page, 100))
    assert found.text == RECEIPT.address
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    beside = [word for word in placed(made)[page - 1] if word.text in RECEIPT.address and len(word.text) > 6]
    assert "".join(word.text for word in beside) == RECEIPT.address
    height = found.position.bottom_left.y / 100 * 72
    assert all(word.left > found.position.top_right.x / 100 * 72 for word in beside)
    assert all(word.bottom < height + 14 for word in beside)


def test_the_square_is_large_enough_for_copies():
    made = render_receipt(RECEIPT, 14)
    (found,) = zxingcpp.read_barcodes(as_seen(made, page_of(made, "Vérifier ce papier"), 200))
    width = (found.position.top_right.x - found.position.top_left.x) / 200 * 25.4
    assert width >= 26


def test_the_square_has_words_for_who_cannot_see_it_and_its_box_is_on_the_page():
    with opened(render_receipt(RECEIPT, 14)) as file:
        (figure,) = [element for element in elements(file) if element.S == "/Figure"]
        assert str(figure.Alt) == f"Carré à scanner. Il mène à l’adresse {RECEIPT.address}"
        left, bottom, right, top = map(float, figure.A.BBox)
    (word,) = [word for word in placed(render_receipt(RECEIPT, 14))[1] if word.text == "/R/7KQM4HTX9DFR"]
    assert 0 < left < 25 * MM < right < word.left + 0.01
    assert 0 < bottom < 842 - word.bottom < 842 - word.top < top < 842


def test_each_value_is_tied_to_its_header():
    with opened(render_receipt(RECEIPT, 14)) as file:
        rows = [element for element in elements(file) if element.S == "/TR"]
        assert len(rows) == 10
        for header, value in (row.K for row in rows):
            assert (header.S, value.S) == ("/TH", "/TD")
            assert [str(name) for name in value.A.Headers] == [str(header.ID)]


@pytest.mark.parametrize(("size", "most"), [(14, 2), (18, 3), (24, 5)])
def test_no_letter_is_smaller_than_asked_and_the_receipt_stays_short(size, most):
    made = render_receipt(RECEIPT, size)
    assert min(round(run.points, 1) for run in runs(made)) == size
    assert len(pages(made)) <= most


@pytest.mark.parametrize("kind", RECEIPTS)
def test_the_five_messages_stand_together_on_one_page(kind):
    for size in (14, 18):
        (page,) = [page for page in pages(render_receipt(replace(RECEIPT, kind=kind), size)) if "Cinq choses" in page]
        in_order(page.replace("\u00a0", " "), FIVE_MESSAGES)


@pytest.mark.parametrize("size", SIZES)
def test_the_receipt_stays_inside_the_margins_and_numbers_its_pages(size):
    made = render_receipt(replace(RECEIPT, person="Mme Dupont-Castelnau de la Roche " * 4, rule="x" * 200), size)
    boxes = corners(made)
    assert min(left for left, *_ in boxes) >= 25 * MM - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 16) * MM + 1
    told = pages(made)
    for number, page in enumerate(told, 1):
        assert f"Page {number} sur {len(told)}" in page.replace("\u00a0", " ")
        assert "Reçu 7KQM-4HTX-9DFR" in page


@pytest.mark.parametrize("field", ["person", "actor", "zone", "way", "rule", "head", "signature"])
def test_hostile_text_stays_in_its_cell(field):
    planted = "</td></tr><h1>Faux</h1> {{ 7 * 7 }} & <script>x</script>"
    made = render_receipt(replace(RECEIPT, **{"actor": "Moi", field: planted}), 14)
    assert bare(words(made)).count(bare(planted)) == 1
    with opened(made) as file:
        kinds = [str(element.S) for element in elements(file)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/TR") == 10


def test_a_letter_that_no_font_has_is_explained():
    explained = "Le signe \ufffd remplace une lettre"
    assert explained in words(render_receipt(replace(RECEIPT, person="Mme 漢"), 14))
    assert explained not in words(render_receipt(RECEIPT, 14))


def test_the_title_of_the_file_tells_no_act_and_no_name():
    with opened(render_receipt(RECEIPT, 14)) as file:
        assert str(file.docinfo.Title) == "Votre reçu"
        assert file.open_metadata()["pdfuaid:part"] == "1"


@pytest.mark.parametrize(
    "address", ["https://dossier-clair.example/r/7kqm4htx9dfr", "HTTPS://É.EXAMPLE/R/1", "JAVASCRIPT:X", ""]
)
def test_an_address_that_is_no_short_one_in_capitals_is_refused(address):
    with pytest.raises(ValueError, match="in capitals"):
        render_receipt(replace(RECEIPT, address=address), 14)


def test_a_text_too_long_a_size_not_offered_and_an_hour_without_zone_are_refused():
    with pytest.raises(PrintoutTooLarge) as refusal:
        render_receipt(replace(RECEIPT, way="x" * 201), 14)
    assert refusal.value.facts == {"part": "text", "limit": 200}
    with pytest.raises(ValueError, match="no sheet in 12 points"):
        render_receipt(RECEIPT, 12)
    with pytest.raises(ValueError, match="zone"):
        render_receipt(replace(RECEIPT, local_at=RECEIPT.local_at.replace(tzinfo=None)), 14)


@pytest.mark.parametrize("size", SIZES)
def test_the_engine_understands_every_rule_of_the_receipt(size, caplog):
    render_receipt(RECEIPT, size)
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


def test_the_same_act_gives_the_same_receipt():
    assert render_receipt(RECEIPT, 14) == render_receipt(RECEIPT, 14)


def test_the_signature_is_printed_whole():
    text = words(render_receipt(RECEIPT, 24))
    assert bare(RECEIPT.signature) in bare(text)
