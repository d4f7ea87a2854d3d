"""The sections of the medical profile and their bounds. Pure."""

from typing import ClassVar

from dossier.base import Refused

SECTIONS = ("allergies", "problems", "treatments", "vaccinations")
"""In the order of the International Patient Summary, as far as this house prints them."""
MAX_ITEMS = 100
MAX_TEXT = 300


class SectionUnfit(Refused):
    """Not a section, or more items or longer texts than a section takes."""

    code: ClassVar[str] = "section-unfit"
