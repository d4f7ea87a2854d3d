"""The first page of an open desk."""

from .views import room

__all__ = ["room"]
