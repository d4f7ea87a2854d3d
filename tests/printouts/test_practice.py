"""Sheets of practice: each page of each says so, to the eye and to a voice, and nothing else moves."""

import pytest

from printouts import (
    SIZES,
    pdf,
    practice_sheets,
    render_appointments,
    render_card_letters,
    render_code_card,
    render_code_letters,
    render_erasure_letters,
    render_notices,
    render_receipt,
    render_receipt_letters,
    render_summary,
)
from printouts import practice as door
from tests.kit.practice import ON_PAPER, check_sheet_says_so
from tests.printouts import sheets
from tests.printouts.reading import corners, opened, pages, placed, words

LETTERS = [
    (render_notices, sheets.FULLEST_NOTICE),
    (render_code_letters, sheets.FULLEST_CODE_LETTER),
    (render_receipt_letters, sheets.FULLEST_RECEIPT_LETTER),
    (render_erasure_letters, sheets.FULLEST_ERASURE_LETTER),
    (render_card_letters, sheets.FULLEST_CARD_LETTER),
    (render_appointments, sheets.FULLEST_APPOINTMENT),
]
SHEETS = [(render_summary, sheets.FULL), (render_receipt, sheets.RECEIPT), (render_code_card, sheets.CARD)]
each_letter = pytest.mark.parametrize(("render", "letter"), LETTERS, ids=lambda one: getattr(one, "__name__", ""))
each_sheet = pytest.mark.parametrize(("render", "sheet"), SHEETS, ids=lambda one: getattr(one, "__name__", ""))


@each_sheet
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_every_sheet_says_so_in_every_size(render, sheet, size):
    with practice_sheets():
        made = render(sheet, size)
    check_sheet_says_so(made)
    assert len(pages(made)) == len(pages(render(sheet, size)))
    assert min(top for _, top, _, _ in corners(made)) >= 0
    with opened(made) as file:
        assert str(file.docinfo.Title).replace("\u00a0", " ").startswith(f"{ON_PAPER} – ")


@each_letter
def test_every_page_of_every_letter_says_so_and_its_window_shows_the_address_alone(render, letter):
    plain = render([letter, letter])
    with practice_sheets():
        made = render([letter, letter])
    check_sheet_says_so(made)
    mark = ON_PAPER.split()
    for page, own in zip(placed(made), placed(plain), strict=True):
        assert [word.text for word in page if word.top < 12 * 72 / 25.4 and word.text in mark] == mark
        ours = [word for word in page if word.text not in mark]
        assert ours == [word for word in own if word.text not in mark]


@each_sheet
def test_a_sheet_printed_outside_says_nothing_of_it(render, sheet):
    with practice_sheets():
        pass
    assert "EXERCICE" not in words(render(sheet, 14))


def test_a_sheet_on_which_no_mark_can_stand_is_not_printed():
    with practice_sheets(), pytest.raises(ValueError, match="which say so"):
        pdf.render("<p>Sans titre</p>")


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("_STYLE", ".practice { display: none }"),
        ("_STYLE", ".practice { position: absolute; top: -10mm }"),
        ("MARK", ""),
        ("marked", lambda html, css: (html, css)),
    ],
    ids=["hidden", "on the first page alone", "without words", "not put on"],
)
def test_a_mark_that_fails_is_seen(monkeypatch, name, planted):
    """Proves that the tests above can fail."""
    for module in (door, pdf):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, planted)
    with practice_sheets():
        made = render_receipt(sheets.RECEIPT, 18)
    with pytest.raises(AssertionError):
        check_sheet_says_so(made)
