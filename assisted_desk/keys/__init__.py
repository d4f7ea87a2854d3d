"""One's own security keys."""

from .views import room

__all__ = ["room"]
