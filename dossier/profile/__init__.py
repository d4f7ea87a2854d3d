"""What the patient declares of herself, section by section, in three states (DOMAIN E1)."""

from .actions import declare_list, declare_none
from .queries import Declared, sections_of
from .rules import SECTIONS, SectionUnfit
from .sealed import DeclaredItem, SectionState

__all__ = [
    "SECTIONS",
    "Declared",
    "DeclaredItem",
    "SectionState",
    "SectionUnfit",
    "declare_list",
    "declare_none",
    "sections_of",
]
