"""The access history: who, when, what, on what ground."""

from .views import room

__all__ = ["room"]
