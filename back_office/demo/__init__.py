"""The demonstration: an invented cast, planted with real documents of our own writing."""

from .cast import CAST, Member
from .planting import code_for, is_planted, members, plant

__all__ = ["CAST", "Member", "code_for", "is_planted", "members", "plant"]
