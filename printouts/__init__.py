"""Paper: what the portal prints. Sheets go in as frozen facts and come out as tagged PDF files."""

from .code_card import CodeCardSheet, render_code_card
from .coverage import FontsMissing
from .dates import PartialDate
from .letter_facts import ADDRESS_LINES, ADDRESS_SIGNS, CodeLetter, NoticeLetter
from .letters import MAX_LETTERS, render_code_letters, render_notices
from .pdf import PrintoutTooLarge
from .receipt import ReceiptSheet, render_receipt
from .receipt_words import RECEIPTS
from .sheet import Identity, Item, Section, State, SummarySheet
from .sizes import SIZES, Size
from .summary import render_summary

__all__ = [
    "ADDRESS_LINES",
    "ADDRESS_SIGNS",
    "MAX_LETTERS",
    "RECEIPTS",
    "SIZES",
    "CodeCardSheet",
    "CodeLetter",
    "FontsMissing",
    "Identity",
    "Item",
    "NoticeLetter",
    "PartialDate",
    "PrintoutTooLarge",
    "ReceiptSheet",
    "Section",
    "Size",
    "State",
    "SummarySheet",
    "render_code_card",
    "render_code_letters",
    "render_notices",
    "render_receipt",
    "render_summary",
]
