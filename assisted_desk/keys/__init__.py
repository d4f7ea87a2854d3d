"""One's own security keys and rescue codes."""

from . import rescue
from .views import room

__all__ = ["rescue", "room"]
