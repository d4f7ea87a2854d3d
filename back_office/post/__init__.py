"""The post: puts messages into words, hands them over, and takes in what providers tell later."""

from .arrivals import take_slip
from .moot import is_moot
from .wording import WORDED_KINDS, composer

__all__ = ["WORDED_KINDS", "composer", "is_moot", "take_slip"]
