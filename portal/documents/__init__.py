"""Reading documents: lists, one document, what it carries."""

from .views import room

__all__ = ["room"]
