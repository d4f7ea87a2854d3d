"""What becomes of letters once they are on paper: printed, posted, come back, or sent back to us with their code."""

from .acknowledgments import Acknowledgments
from .overdue import BatchStanding, standings
from .stubs import HEADINGS as STUB_HEADINGS
from .stubs import Stubs

__all__ = ["STUB_HEADINGS", "Acknowledgments", "BatchStanding", "Stubs", "standings"]
