"""Telephone numbers as people type them. Pure."""

import re
import unicodedata
from typing import ClassVar

from dossier.base import Refused

_MOBILE = re.compile(r"\+(33|262|590|594|596|687|689|681|508)[67]\d{6,8}")
_FRENCH = re.compile(r"\+33[1-9]\d{8}")
_SHORTEST, _LONGEST = 9, 15


class PhoneUnfit(Refused):
    """Not a telephone number that codes can go to. Facts: why (`missing`, `digits`, `mobile`, `landline`)."""

    code: ClassVar[str] = "phone-unfit"


def canonical_phone(typed: str, *, mobile: bool) -> str:
    """Return a number as E.164: spaces, dots and dashes don't count, and a number without country is a French one.

    An SMS goes to a mobile only; a voice may call either. Raises `PhoneUnfit`.
    """
    plain = unicodedata.normalize("NFKC", typed)
    digits = "".join(str(unicodedata.digit(sign)) for sign in plain if sign.isdigit())
    if not digits:
        raise PhoneUnfit(why="missing")
    abroad = plain.strip().startswith("+") or digits.startswith("00")
    number = f"+{digits.removeprefix('00')}" if abroad else f"+33{digits.removeprefix('0')}"
    number = re.sub(r"^\+330", "+33", number)  # +33 (0)6…
    french = number.startswith("+33")
    if (french and not _FRENCH.fullmatch(number)) or not _SHORTEST <= len(number) <= _LONGEST + 1:
        raise PhoneUnfit(why="digits")
    if mobile and not _MOBILE.fullmatch(number):
        raise PhoneUnfit(why="mobile")
    return number
