"""Closing a record, asking for its erasure, opening it again."""

from . import confirming
from .views import room

__all__ = ["confirming", "room"]
