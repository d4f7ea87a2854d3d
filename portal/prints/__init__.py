"""Printing the summary."""

from .views import room

__all__ = ["room"]
