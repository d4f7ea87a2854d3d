"""Paper: what the portal prints. Sheets go in as frozen facts and come out as tagged PDF files."""

from .code_card import CodeCardSheet, render_code_card
from .coverage import FontsMissing
from .dates import PartialDate
from .letter_facts import (
    ADDRESS_LINES,
    ADDRESS_SIGNS,
    AppointmentSheet,
    CardLetter,
    CodeLetter,
    ErasureLetter,
    Letter,
    NoteLetter,
    NoticeLetter,
    ReceiptLetter,
)
from .letters import (
    APPOINTMENT_PAGES,
    CARD_LETTER_PAGES,
    CODE_LETTER_PAGES,
    ERASURE_LETTER_PAGES,
    MAX_LETTERS,
    NOTE_LETTER_PAGES,
    NOTICE_PAGES,
    RECEIPT_LETTER_PAGES,
    render_appointments,
    render_card_letters,
    render_code_letters,
    render_erasure_letters,
    render_note_letters,
    render_notices,
    render_receipt_letters,
)
from .pdf import PrintoutTooLarge
from .practice import practice_sheets
from .receipt import ReceiptSheet, render_receipt
from .receipt_words import RECEIPTS
from .sheet import Identity, Item, Section, State, SummarySheet
from .sizes import SIZES, Size
from .summary import render_summary

__all__ = [
    "ADDRESS_LINES",
    "ADDRESS_SIGNS",
    "APPOINTMENT_PAGES",
    "CARD_LETTER_PAGES",
    "CODE_LETTER_PAGES",
    "ERASURE_LETTER_PAGES",
    "MAX_LETTERS",
    "NOTE_LETTER_PAGES",
    "NOTICE_PAGES",
    "RECEIPTS",
    "RECEIPT_LETTER_PAGES",
    "SIZES",
    "AppointmentSheet",
    "CardLetter",
    "CodeCardSheet",
    "CodeLetter",
    "ErasureLetter",
    "FontsMissing",
    "Identity",
    "Item",
    "Letter",
    "NoteLetter",
    "NoticeLetter",
    "PartialDate",
    "PrintoutTooLarge",
    "ReceiptLetter",
    "ReceiptSheet",
    "Section",
    "Size",
    "State",
    "SummarySheet",
    "practice_sheets",
    "render_appointments",
    "render_card_letters",
    "render_code_card",
    "render_code_letters",
    "render_erasure_letters",
    "render_note_letters",
    "render_notices",
    "render_receipt",
    "render_receipt_letters",
    "render_summary",
]
