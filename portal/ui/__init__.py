"""The kit every face shares: the gate, what a view is asked and answers, frames, components, words."""

from .answers import Answer, Asset, File, OtherSite, SeeOther, Shown, SignedIn, SignedOut, TextSizeChosen
from .ask import Ask, Asked
from .birth_dates import NOTHING_TYPED, BirthMistake, TypedDate, read_birth
from .categories import BY_CODE, BY_SLUG, CATEGORIES, Category, category_name
from .cookies import VisitCookie, device_of, fresh_visit, text_size_of
from .document_lines import lines_of
from .document_rows import DocumentLine, document_rows
from .entries import on_what_ground, what_happened, who_acted, words_of_events
from .even import HELD_AT_ONCE
from .face import Caller, Face
from .frame import TEXT_SIZES, Frame, Help, MenuItem
from .gate import Gate
from .headers import page_policy
from .last_days import day_to_tell
from .mandate_papers import (
    BINDING,
    LANGUAGES,
    MandateText,
    all_texts_of,
    deed_file,
    in_base32,
    read_text,
    texts_of,
    visit_file,
)
from .mandates import DURATIONS, ENDINGS, MANDATE_WORDS, PROOFS, SCOPES, scopes_in_words
from .means import SLUG_OF, SLUGS, digits_of
from .new_credentials import checked_identifier, checked_password, password_typed, proposed_identifier
from .pages import ErrorPage, Status, StoreSilentPage
from .patients import RESUMED, PatientFace
from .people import as_written, greeting
from .questions import FollowPage, IdentifierPage, NamesPage, PasswordPage
from .receipt_words import ZONES
from .receipts import ReceiptLines, receipt_file, receipt_lines
from .refusals import error_page, known_codes, page_of, wait_of
from .render import COMPONENTS, STYLE_HASH, render
from .rooms import Guard, PageSpec, PageUnguarded, Room, Work
from .staff_papers import invitation_file, rescue_codes_file
from .standings import Standing, standing_of
from .style import minify
from .templates import Templates
from .typed_codes import CodeMistake, TypedCode, read_code
from .typed_numbers import NumberMistake, read_number
from .words import NO_BREAK, day_in_words, day_of, file_in_words, moment_in_words, typeset

__all__ = [
    "BINDING",
    "BY_CODE",
    "BY_SLUG",
    "CATEGORIES",
    "COMPONENTS",
    "DURATIONS",
    "ENDINGS",
    "HELD_AT_ONCE",
    "LANGUAGES",
    "MANDATE_WORDS",
    "NOTHING_TYPED",
    "NO_BREAK",
    "PROOFS",
    "RESUMED",
    "SCOPES",
    "SLUGS",
    "SLUG_OF",
    "STYLE_HASH",
    "TEXT_SIZES",
    "ZONES",
    "Answer",
    "Ask",
    "Asked",
    "Asset",
    "BirthMistake",
    "Caller",
    "Category",
    "CodeMistake",
    "DocumentLine",
    "ErrorPage",
    "Face",
    "File",
    "FollowPage",
    "Frame",
    "Gate",
    "Guard",
    "Help",
    "IdentifierPage",
    "MandateText",
    "MenuItem",
    "NamesPage",
    "NumberMistake",
    "OtherSite",
    "PageSpec",
    "PageUnguarded",
    "PasswordPage",
    "PatientFace",
    "ReceiptLines",
    "Room",
    "SeeOther",
    "Shown",
    "SignedIn",
    "SignedOut",
    "Standing",
    "Status",
    "StoreSilentPage",
    "Templates",
    "TextSizeChosen",
    "TypedCode",
    "TypedDate",
    "VisitCookie",
    "Work",
    "all_texts_of",
    "as_written",
    "category_name",
    "checked_identifier",
    "checked_password",
    "day_in_words",
    "day_of",
    "day_to_tell",
    "deed_file",
    "device_of",
    "digits_of",
    "document_rows",
    "error_page",
    "file_in_words",
    "fresh_visit",
    "greeting",
    "in_base32",
    "invitation_file",
    "known_codes",
    "lines_of",
    "minify",
    "moment_in_words",
    "on_what_ground",
    "page_of",
    "page_policy",
    "password_typed",
    "proposed_identifier",
    "read_birth",
    "read_code",
    "read_number",
    "read_text",
    "receipt_file",
    "receipt_lines",
    "render",
    "rescue_codes_file",
    "scopes_in_words",
    "standing_of",
    "text_size_of",
    "texts_of",
    "typeset",
    "visit_file",
    "wait_of",
    "what_happened",
    "who_acted",
    "words_of_events",
]
