"""The demonstration: an invented cast, planted with real documents of our own writing."""

from .cast import ADDRESSEES, CAST, Addressee, Member
from .planting import code_for, is_planted, letters, members, plant

__all__ = ["ADDRESSEES", "CAST", "Addressee", "Member", "code_for", "is_planted", "letters", "members", "plant"]
