"""From the front door to the open record, and the way out."""

from . import leaving
from .views import room

__all__ = ["leaving", "room"]
