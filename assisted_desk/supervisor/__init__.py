"""The supervisor's pages: alarms, and what takes a second person."""

from . import confirming
from .views import room

__all__ = ["confirming", "room"]
