"""The post: puts messages into words, hands them over, and takes in what providers tell later."""

from .arrivals import take_slip
from .composing import Composer, Said, composer
from .gsm import septets
from .html_part import html_of
from .keys import keys_of
from .moot import is_moot
from .wording import WORDED_KINDS

__all__ = ["WORDED_KINDS", "Composer", "Said", "composer", "html_of", "is_moot", "keys_of", "septets", "take_slip"]
