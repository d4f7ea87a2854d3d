"""A receipt, a coming erasure, a card, an appointment: what they say, what the window shows, where codes stand."""

import re
import subprocess
from dataclasses import replace

import pytest

from printouts import (
    APPOINTMENT_PAGES,
    CARD_LETTER_PAGES,
    ERASURE_LETTER_PAGES,
    RECEIPT_LETTER_PAGES,
    RECEIPTS,
    render_appointments,
    render_card_letters,
    render_erasure_letters,
    render_receipt_letters,
)
from tests.printouts.reading import corners, elements, opened, pages, placed, runs, spoken, words
from tests.printouts.sheets import (
    APPOINTMENT,
    CARD_LETTER,
    ERASURE_LETTER,
    FULLEST_APPOINTMENT,
    FULLEST_CARD_LETTER,
    FULLEST_ERASURE_LETTER,
    FULLEST_RECEIPT_LETTER,
    RECEIPT_LETTER,
)
from tests.printouts.test_letters_layout import ALWAYS_SEEN, MAY_SHOW, MM, lies_within, touches
from tests.printouts.test_letters_words import FIVE_MESSAGES, flat, in_order

SHEETS = [
    (render_receipt_letters, RECEIPT_LETTER, FULLEST_RECEIPT_LETTER, RECEIPT_LETTER_PAGES),
    (render_erasure_letters, ERASURE_LETTER, FULLEST_ERASURE_LETTER, ERASURE_LETTER_PAGES),
    (render_card_letters, CARD_LETTER, FULLEST_CARD_LETTER, CARD_LETTER_PAGES),
    (render_appointments, APPOINTMENT, FULLEST_APPOINTMENT, APPOINTMENT_PAGES),
]
FIRST_FOLD = 99 * MM
"""A sheet of 297 mm is folded in three."""


def grouped(code):
    return f"{code[:4]} {code[4:]}"


@pytest.mark.parametrize(("render", "usual", "fullest", "_count"), SHEETS)
@pytest.mark.parametrize("lines", [("W" * 38,) * 6, ("Éq" * 19,) * 5, ("MME J. ROUX", "43000 LE PUY-EN-VELAY")])
def test_the_window_shows_the_whole_address_and_nothing_else(render, usual, fullest, _count, lines):
    for letter in (replace(usual, address=lines), replace(fullest, address=lines)):
        shown = [word for word in placed(render([letter]))[0] if touches(word, MAY_SHOW)]
        assert [word.text for word in shown] == " ".join(lines).split()
        assert [word.text for word in shown if not lies_within(word, ALWAYS_SEEN)] == []


@pytest.mark.parametrize(("render", "usual", "fullest", "count"), SHEETS)
def test_each_letter_counts_its_own_pages_and_has_its_reference_on_every_one(render, usual, fullest, count):
    letters = [replace(one, number=f"B{place:03}") for place, one in enumerate((usual, fullest) * 2)]
    told = [flat(page) for page in pages(render(letters))]
    assert len(told) == count * 4
    for place, page in enumerate(told):
        assert f"Référence B{place // count:03}" in page
        assert f"Page {place % count + 1} sur {count}" in page


@pytest.mark.parametrize(("render", "usual", "fullest", "_count"), SHEETS)
def test_only_the_address_is_smaller_than_clear_print_and_nothing_leaves_the_margins(render, usual, fullest, _count):
    small = [run for run in runs(render([usual])) if round(run.points, 1) < 14]
    assert {(round(run.points, 1), run.font.partition("+")[2]) for run in small} == {(10, "DejaVu-Sans-Mono")}
    assert len(small) == len(usual.address)
    boxes = corners(render([fullest]))
    assert min(left for left, *_ in boxes) >= 15 * MM - 1
    assert max(right for _, _, right, _ in boxes) <= (210 - 15) * MM + 1
    assert max(bottom for *_, bottom in boxes) <= (297 - 8) * MM


@pytest.mark.parametrize(("render", "usual", "_fullest", "_count"), SHEETS)
def test_a_sheet_has_no_link_no_picture_no_name_in_its_title_and_only_understood_rules(
    render, usual, _fullest, _count, caplog
):
    with opened(render([usual])) as file:
        assert [page for page in file.pages if "/Annots" in page] == []
        assert not {"/Link", "/Figure"} & {str(element.S) for element in elements(file)}
        assert "Roux" not in str(file.docinfo.Title)
        assert file.open_metadata()["pdfuaid:part"] == "1"
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []


@pytest.mark.parametrize("kind", RECEIPTS)
def test_a_receipt_says_what_for_whom_when_its_number_where_to_check_it_and_the_five_messages(kind):
    front, back = map(flat, pages(render_receipt_letters([replace(RECEIPT_LETTER, kind=kind, about="Léo Martin")])))
    in_order(
        front,
        [
            "Votre reçu", "Bonjour Madame Roux,", "Quoi", flat(RECEIPTS[kind].act), "Pour Léo Martin",
            "Quand mardi 15 mars 2022 à 14 h 05 (Martinique)", "7KQM-4HTX-9DFR", "Vérifier ce papier",
            "dossier-clair.example/recepisse", "Vous n’avez rien demandé ? Appelez le 3422, du lundi au vendredi",
        ],
    )  # fmt: skip
    in_order(back, [*map(flat, RECEIPTS[kind].next), *map(flat, RECEIPTS[kind].undo), *FIVE_MESSAGES])


def test_a_coming_erasure_says_its_day_and_how_to_stop_it():
    in_order(
        words(render_erasure_letters([ERASURE_LETTER])),
        [
            "Le dossier va être effacé", "détruit le mercredi 15 juin 2022.", "7KQM-4HTX-9DFR",
            "Rouvrez le dossier avant ce jour.", "dossier-clair.example/rouvrir", "Appelez vite le 3422.",
            "Nous répondons du lundi au vendredi, de 8 h 30 à 17 h 30.",
        ],
    )  # fmt: skip


def test_an_appointment_says_until_when_what_to_bring_and_what_happens_there():
    in_order(
        words(render_appointments([APPOINTMENT])),
        [
            "Votre rendez-vous au guichet", "Venez jusqu’au mercredi 15 juin 2022.", "Une pièce d’identité.",
            "7KQM-4HTX-9DFR", "dossier-clair.example/acces-perdu/suivi", "Montrez-le à la personne du guichet.",
            "Une autre personne dit oui.", "Ne donnez votre mot de passe à personne.", "Appelez le 3422.",
            "Nous répondons du lundi au vendredi", "Vous n’avez rien demandé ?",
        ],
    )  # fmt: skip


@pytest.mark.parametrize("mode", [["-raw"], ["-layout"], []])
def test_the_fifty_codes_are_on_the_back_each_after_its_number_and_none_on_the_front(mode):
    made = render_card_letters([CARD_LETTER])
    told = subprocess.run(["pdftotext", *mode, "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    front, back, _ = flat(told).split("\f")
    assert not re.search(r"\d{4} ?\d{4}", front)
    found = {int(number): code for number, code in re.findall(r"\b(\d{1,2})\s+(\d{4} \d{4})\b", back)}
    assert found == {number: grouped(code) for number, code in enumerate(CARD_LETTER.codes, 1)}


def test_the_codes_are_read_and_heard_in_their_order():
    made = render_card_letters([CARD_LETTER])
    in_order(flat(pages(made)[1]), [f"{number} {grouped(code)}" for number, code in enumerate(CARD_LETTER.codes, 1)])
    in_order(spoken(made), [f"{number} {grouped(code)}" for number, code in enumerate(CARD_LETTER.codes, 1)])


def test_no_code_stands_behind_the_window_of_the_folded_sheet():
    for letter in (CARD_LETTER, FULLEST_CARD_LETTER):
        _, back = placed(render_card_letters([letter]))
        digits = [word for word in back if re.fullmatch(r"\d{4}|\d{4}.\d{4}", word.text)]
        assert len(digits) >= 50
        assert min(word.top for word in digits) > FIRST_FOLD


def test_a_card_says_how_to_keep_it_and_whom_to_call():
    front, back = map(flat, pages(render_card_letters([CARD_LETTER])))
    in_order(
        front,
        [
            "Bonjour Madame Roux,", "Elle est au dos de cette page.", "Elle ne marche plus.", "comme une clé",
            "Ne donnez ces codes à personne.", "Carte perdue ? Appelez le 3422, du lundi au vendredi",
        ],
    )  # fmt: skip
    in_order(back, ["Tapez les huit chiffres", "Barrez un code qui a servi.", "Chaque code sert une seule fois."])


@pytest.mark.parametrize("codes", [CARD_LETTER.codes[:49], (*CARD_LETTER.codes[:49], "1234567"), ()])
def test_anything_but_fifty_codes_is_refused_and_not_repeated(codes):
    with pytest.raises(ValueError, match="fifty codes") as refusal:
        replace(CARD_LETTER, codes=codes)
    assert "1234567" not in str(refusal.value)


def test_hostile_names_are_printed_and_not_obeyed():
    hostile = replace(RECEIPT_LETTER, about="</td><h1>Faux</h1> {{ 7 * 7 }}", zone="<b>", addressee="<script>")
    with opened(render_receipt_letters([hostile])) as made, opened(render_receipt_letters([RECEIPT_LETTER])) as plain:
        one, other = (
            [str(e.S) for e in elements(file) if e.S not in ("/Span", "/NonStruct")] for file in (made, plain)
        )
    assert one == other
    assert "</td><h1>Faux</h1> {{ 7 * 7 }}" in words(render_receipt_letters([hostile]))
