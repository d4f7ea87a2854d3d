"""From the letter's code to a record that its holder may read: three proofs, then her means to sign in."""

from . import choosing, finishing, without_code
from .views import room

__all__ = ["choosing", "finishing", "room", "without_code"]
