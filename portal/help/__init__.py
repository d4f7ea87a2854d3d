"""Help, site map, accessibility statement, text size."""

from .views import room

__all__ = ["room"]
