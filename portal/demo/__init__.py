"""What the demonstration shows instead of sending it."""

from .views import make_room

__all__ = ["make_room"]
