"""Letters on paper: what waits goes out in batches, in the order in which envelopes are sorted."""

from .batches import Batch, LetterBatches
from .folders import AlreadyRunning, OutFolder
from .gathering import print_alone
from .paper_printer import BatchUnfit, PaperPrinter, print_files
from .postage import Postage, classes
from .printing import Printers, printers
from .sheets import SheetUnfit

__all__ = [
    "AlreadyRunning",
    "Batch",
    "BatchUnfit",
    "LetterBatches",
    "OutFolder",
    "PaperPrinter",
    "Postage",
    "Printers",
    "SheetUnfit",
    "classes",
    "print_alone",
    "print_files",
    "printers",
]
