"""From the front door to the open record, and the way out."""

from . import codes, leaving
from .views import room

__all__ = ["codes", "leaving", "room"]
