"""Saying no, with a letter, without it or signed in; saying that a letter isn't for oneself; changing one's mind."""

from . import deciding, letter, new_code, not_for_me, receipt
from .entry import room

__all__ = ["deciding", "letter", "new_code", "not_for_me", "receipt", "room"]
