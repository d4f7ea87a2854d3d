"""The code of a sealed file: sixteen digits, made for one file, shown once, kept nowhere in this house.

The page that shows it holds it too, and sends it back with the order to make the file: between the two, only that
screen knows it.
"""

import re
import secrets

DIGITS = 16
"""At a million tries a second they last three hundred years; eight of them a hundred seconds."""
_GROUP = 4
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")


def new_seal_code() -> str:
    """Return a code that nobody can guess."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def is_seal_code(text: str) -> bool:
    """Tell whether a form brings back such a code; a shorter one would seal nothing."""
    return _CODE.fullmatch(text) is not None


def in_fours(code: str) -> tuple[str, ...]:
    """Return a code in groups of four digits."""
    return tuple(code[start : start + _GROUP] for start in range(0, DIGITS, _GROUP))
