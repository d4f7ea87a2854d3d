"""Paper: what the portal prints. Sheets go in as frozen facts and come out as tagged PDF files."""

from .code_card import CodeCardSheet, render_code_card
from .coverage import FontsMissing
from .dates import PartialDate, in_words
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
    SummaryLetter,
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
from .mandate_deed import MandateDeedSheet, render_mandate_deed
from .mandate_text import BINDING, LANGUAGES, NEWEST, MandateFacts, MandateText, digest_of, mandate_texts
from .pdf import PrintoutTooLarge, pages_in, sealed_pdf
from .practice import practice_sheets
from .receipt import ReceiptSheet, render_receipt
from .receipt_words import RECEIPTS
from .sheet import Identity, Item, Section, State, SummarySheet
from .since_sheet import SinceLine, SinceSheet, render_since
from .sizes import SIZES, Size
from .staff_sheets import InvitationSheet, RescueSheet, render_invitation, render_rescue_codes
from .summary import render_summary, render_summary_letters
from .visit_sheet import MOST_MOMENTS, VisitAct, VisitSheet, render_visit_sheet
from .visit_words import VISIT_ACTS, VisitWords

__all__ = [
    "ADDRESS_LINES",
    "ADDRESS_SIGNS",
    "APPOINTMENT_PAGES",
    "BINDING",
    "CARD_LETTER_PAGES",
    "CODE_LETTER_PAGES",
    "ERASURE_LETTER_PAGES",
    "LANGUAGES",
    "MAX_LETTERS",
    "MOST_MOMENTS",
    "NEWEST",
    "NOTE_LETTER_PAGES",
    "NOTICE_PAGES",
    "RECEIPTS",
    "RECEIPT_LETTER_PAGES",
    "SIZES",
    "VISIT_ACTS",
    "AppointmentSheet",
    "CardLetter",
    "CodeCardSheet",
    "CodeLetter",
    "ErasureLetter",
    "FontsMissing",
    "Identity",
    "InvitationSheet",
    "Item",
    "Letter",
    "MandateDeedSheet",
    "MandateFacts",
    "MandateText",
    "NoteLetter",
    "NoticeLetter",
    "PartialDate",
    "PrintoutTooLarge",
    "ReceiptLetter",
    "ReceiptSheet",
    "RescueSheet",
    "Section",
    "SinceLine",
    "SinceSheet",
    "Size",
    "State",
    "SummaryLetter",
    "SummarySheet",
    "VisitAct",
    "VisitSheet",
    "VisitWords",
    "digest_of",
    "in_words",
    "mandate_texts",
    "pages_in",
    "practice_sheets",
    "render_appointments",
    "render_card_letters",
    "render_code_card",
    "render_code_letters",
    "render_erasure_letters",
    "render_invitation",
    "render_mandate_deed",
    "render_note_letters",
    "render_notices",
    "render_receipt",
    "render_receipt_letters",
    "render_rescue_codes",
    "render_since",
    "render_summary",
    "render_summary_letters",
    "render_visit_sheet",
    "sealed_pdf",
]
