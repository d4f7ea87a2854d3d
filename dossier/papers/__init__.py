"""Papers handed in at a desk: pictures checked, cleaned, sealed. Nothing of them ever comes out of here again."""

from dossier.documents import RecordNotOpen

from .limits import LARGEST_PAPER, LARGEST_PICTURE, MOST_PAGES
from .pictures import Legibility, Page, PaperMistake, PictureRefused, bound, clean_page
from .taking_in import PaperWords, TakenIn, take_in

__all__ = [
    "LARGEST_PAPER",
    "LARGEST_PICTURE",
    "MOST_PAGES",
    "Legibility",
    "Page",
    "PaperMistake",
    "PaperWords",
    "PictureRefused",
    "RecordNotOpen",
    "TakenIn",
    "bound",
    "clean_page",
    "take_in",
]
