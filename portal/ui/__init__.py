"""The kit every face shares: the gate, what a view is asked and answers, frames, components, words."""

from .answers import Answer, File, SeeOther, Shown, SignedIn, SignedOut, TextSizeChosen
from .ask import Ask
from .categories import BY_CODE, BY_SLUG, CATEGORIES, Category, category_name
from .document_lines import lines_of
from .document_rows import DocumentLine, document_rows
from .frame import TEXT_SIZES, Frame, Help, MenuItem
from .gate import RESUMED, Gate
from .pages import ErrorPage
from .people import as_written, greeting
from .refusals import error_page, known_codes, wait_of
from .render import STYLE_HASH, render
from .rooms import Guard, PageUnguarded, Room, Work
from .words import day_in_words, day_of, file_in_words, moment_in_words, typeset

__all__ = [
    "BY_CODE",
    "BY_SLUG",
    "CATEGORIES",
    "RESUMED",
    "STYLE_HASH",
    "TEXT_SIZES",
    "Answer",
    "Ask",
    "Category",
    "DocumentLine",
    "ErrorPage",
    "File",
    "Frame",
    "Gate",
    "Guard",
    "Help",
    "MenuItem",
    "PageUnguarded",
    "Room",
    "SeeOther",
    "Shown",
    "SignedIn",
    "SignedOut",
    "TextSizeChosen",
    "Work",
    "as_written",
    "category_name",
    "day_in_words",
    "day_of",
    "document_rows",
    "error_page",
    "file_in_words",
    "greeting",
    "known_codes",
    "lines_of",
    "moment_in_words",
    "render",
    "typeset",
    "wait_of",
]
