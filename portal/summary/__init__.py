"""The summary of a record: gathered for a screen, paper, a sealed file or a letter. The desk never comes near it."""

from .gathering import summary_sheet
from .pages import PrintPage, PrintSize, SealedPage
from .printing import Prints

__all__ = ["PrintPage", "PrintSize", "Prints", "SealedPage", "summary_sheet"]
