"""Receipts: is a number genuine, where does a request stand, and one's own receipts."""

from . import own
from .views import room

__all__ = ["own", "room"]
