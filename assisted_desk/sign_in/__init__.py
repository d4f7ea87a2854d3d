"""Opening a desk, leaving it, opening it again, and the first time of all."""

from . import again, first_time, leaving
from .views import room

__all__ = ["again", "first_time", "leaving", "room"]
