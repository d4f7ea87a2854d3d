"""Codes for paper: twelve signs that can't be mistaken for one another, the last one a check on the others.

Eleven free signs out of twenty-eight are 52 bits: with a million codes alive, one guess in eight thousand million
finds any of them, and the birth date is still to be known.
"""

import secrets
import unicodedata
from typing import ClassVar

from stdnum.iso7064 import mod_37_36

from .refused import Refused

ALPHABET = "234679ABCDEFGHJKMNPQRTUVWXYZ"
"""Digits and capitals without look-alikes: no 0 or O, no 1, I or L, no 5 or S; 8 is read as B.

With twenty-eight signs the check finds every exchange of two neighbors (29 is a prime, ISO 7064).
"""
LENGTH = 12
_GROUP = 4
_PLACES = tuple(len(ALPHABET) ** place for place in range(LENGTH - 1))


class SignCodeMistyped(Refused):
    """What was typed isn't twelve of these signs, or its check sign doesn't follow from the others."""

    code: ClassVar[str] = "sign-code-mistyped"


def new_sign_code() -> str:
    """Return a fresh random code, check sign included."""
    drawn = secrets.randbelow(len(ALPHABET) ** (LENGTH - 1))  # all signs at one draw
    body = "".join(ALPHABET[drawn // place % len(ALPHABET)] for place in _PLACES)
    return body + mod_37_36.calc_check_digit(body, ALPHABET)


def canonical_sign_code(typed: str) -> str:
    """Return the twelve signs of a typed code: spaces, dashes, case and wide signs are understood.

    Raises `SignCodeMistyped` with `why`: `length` or `sign`.
    """
    code = "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())
    code = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in code).replace("8", "B")
    if len(code) != LENGTH:
        raise SignCodeMistyped(why="length", least=LENGTH)
    if set(code) - set(ALPHABET) or not mod_37_36.is_valid(code, ALPHABET):
        raise SignCodeMistyped(why="sign")
    return code


def in_groups(code: str) -> str:
    """Return a code as it is printed: groups of four, `7KQM-4HTX-9DFR`."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
