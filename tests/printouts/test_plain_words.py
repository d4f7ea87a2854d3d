"""The sheets are read by anybody: short sentences, easy words."""

import re
from dataclasses import replace

import pyphen
import pytest

from printouts import (
    RECEIPTS,
    VISIT_ACTS,
    VisitAct,
    code_card,
    letters,
    mandate_deed,
    receipt,
    since_sheet,
    staff_sheets,
    visit_sheet,
)
from tests.printouts.sheets import (
    APPOINTMENT,
    CARD,
    CARD_LETTER,
    CHILD_NOTICE,
    CODE_LETTER,
    DEED,
    DRAFT_DEED,
    ERASURE_LETTER,
    INVITATION,
    NOTICE,
    RECEIPT,
    RECEIPT_LETTER,
    RESCUE,
    SINCE,
    VISIT_SHEET,
)

EVERY_ACT = tuple(VisitAct(scope, VISIT_SHEET.given_at) for scope in VISIT_ACTS)
_SYLLABLES = pyphen.Pyphen(lang="fr_FR")
_UNWANTED = r"invalide|incorrect|erroné|obligatoire|&|\bDMP\b|\bMES\b|\bNIR\b|\betc\b|%|'"


def sentences(html):
    """The words of each sentence; a line, a cell and a title end one."""
    text = re.sub(r"<(?!/?(?:span|strong)\b)[^>]*>", "\n", html.partition("</head>")[2])
    parts = re.split(r"\n|[.?!:](?:\s|$)", re.sub(r"</?(?:span|strong)[^>]*>", "", text).replace("L.", "L"))
    return [said for part in parts if (said := re.findall(r"[\w’'-]+", part))]


@pytest.fixture
def said(monkeypatch):
    """Every sentence of every sheet."""
    for room in (letters, receipt, code_card, staff_sheets, mandate_deed, since_sheet, visit_sheet):
        monkeypatch.setattr(room, "render", lambda html, *_, **__: html)
    monkeypatch.setattr(since_sheet, "pages_in", lambda _: 1)
    made = [
        letters.render_notices([NOTICE, CHILD_NOTICE]),
        letters.render_code_letters([CODE_LETTER, replace(CODE_LETTER, purpose="activation")]),
        letters.render_receipt_letters([replace(RECEIPT_LETTER, kind=kind) for kind in RECEIPTS]),
        letters.render_erasure_letters([ERASURE_LETTER]),
        letters.render_card_letters([CARD_LETTER]),
        letters.render_appointments([APPOINTMENT]),
        *(receipt.render_receipt(replace(RECEIPT, kind=kind, signature=""), 14) for kind in RECEIPTS),
        code_card.render_code_card(CARD, 14),
        staff_sheets.render_invitation(INVITATION),
        staff_sheets.render_rescue_codes(RESCUE),
        *(
            mandate_deed.render_mandate_deed(replace(one, signature="", text_digest=""), 14)
            for one in (DEED, DRAFT_DEED)
        ),
        *(since_sheet.render_since(replace(SINCE, more=more), 14) for more in (0, 1, 7)),
        since_sheet.render_since(replace(SINCE, lines=()), 14),
        visit_sheet.render_visit_sheet(replace(VISIT_SHEET, acts=EVERY_ACT), 14),
    ]
    return [sentence for html in made for sentence in sentences(html)]


def test_no_sentence_is_longer_than_fifteen_words(said):
    assert [" ".join(sentence) for sentence in said if len(sentence) > 15] == []


def test_sentences_are_short_on_average_and_words_easy(said):
    told = [sentence for sentence in said if len(sentence) > 2 and not sentence[0][0].isdigit()]
    words = [word for sentence in told for word in sentence]
    syllables = sum(len(_SYLLABLES.positions(word)) + 1 for word in words)
    mean = len(words) / len(told)
    assert mean <= 10
    assert 207 - 1.015 * mean - 73.6 * syllables / len(words) >= 90  # Kandel and Moles


def test_no_word_blames_and_no_acronym_stands_unexplained(said):
    assert [sentence for sentence in map(" ".join, said) if re.search(_UNWANTED, sentence)] == []
