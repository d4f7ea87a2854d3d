"""Paper: what the portal prints. Sheets go in as frozen facts and come out as tagged PDF files."""

from .coverage import FontsMissing
from .dates import PartialDate
from .pdf import PrintoutTooLarge
from .sheet import Identity, Item, Section, State, SummarySheet
from .summary import SIZES, Size, render_summary

__all__ = [
    "SIZES",
    "FontsMissing",
    "Identity",
    "Item",
    "PartialDate",
    "PrintoutTooLarge",
    "Section",
    "Size",
    "State",
    "SummarySheet",
    "render_summary",
]
