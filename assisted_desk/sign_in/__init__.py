"""Opening a desk, leaving it, opening it again, and the first time of all."""

from . import again, first_time, leaving, two_codes
from .views import room

__all__ = ["again", "first_time", "leaving", "room", "two_codes"]
