"""The demonstration: an invented cast, planted with real documents of our own writing."""

from .cast import ADDRESSEES, CAST, Addressee, Member
from .planting import code_for, is_planted, letters, members, plant
from .staff import STAFF, Colleague, app_code_for, colleagues

__all__ = [
    "ADDRESSEES",
    "CAST",
    "STAFF",
    "Addressee",
    "Colleague",
    "Member",
    "app_code_for",
    "code_for",
    "colleagues",
    "is_planted",
    "letters",
    "members",
    "plant",
]
