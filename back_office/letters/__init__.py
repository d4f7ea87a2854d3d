"""Letters on paper: what waits goes out in batches, in the order in which envelopes are sorted."""

from .batches import Batch, LetterBatches
from .folders import AlreadyRunning, OutFolder
from .printing import Printers, printers
from .sheets import SheetUnfit

__all__ = ["AlreadyRunning", "Batch", "LetterBatches", "OutFolder", "Printers", "SheetUnfit", "printers"]
