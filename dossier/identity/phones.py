"""Telephone numbers as people type them, read with the numbering plans of France and its territories. Pure."""

import re
import unicodedata
from typing import ClassVar

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from dossier.base import Refused

_TERRITORIES = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM")
"""Where a number is written with 0 in front; its first digits tell which of them it is of. (0 5 is metropolitan, so
St Pierre and Miquelon is found by its own plan alone.)"""
_SMS = frozenset({*_TERRITORIES, "BL", "MF", "NC", "PF", "WF"})
"""Whose mobiles SMS go to."""
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_SOMEBODYS = _MOBILE | {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP}
"""Kinds that a person has at home or on her. Not 0 8xx (shared cost, premium, free), pagers, short or unknown ones."""
_NOWHERE = frozenset({870, 878, 881, 882, 883})
"""Satellites and networks of no country: dear, and sold for being called."""
_FICTION = re.compile(r"\+33(63998|19900|26191|35301|46571|53649)\d{4}")
"""Kept for fiction by the regulator (Arcep, decision 2018-0881, 2.5.12): nobody ever answers there."""


class PhoneUnfit(Refused):
    """Not a telephone number that codes can go to. Facts: why (`missing`, `digits`, `mobile`, `blocked`)."""

    code: ClassVar[str] = "phone-unfit"


def canonical_phone(typed: str, *, mobile: bool, fiction: bool = True) -> str:
    """Return a number as E.164: spaces, dots and dashes don't count, and a number without country is a French one.

    An SMS goes to a mobile only; a voice may call either. `fiction`: numbers kept for fiction are taken, as
    everywhere but in production. Raises `PhoneUnfit`.
    """
    plain = unicodedata.normalize("NFKC", typed)
    if not any(sign.isdigit() for sign in plain):
        raise PhoneUnfit(why="missing")
    number = _parsed(plain)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if _FICTION.fullmatch(written):
        is_mobile = written.startswith("+336")
        if not fiction:
            raise PhoneUnfit(why="blocked")
    else:
        kind = phonenumbers.number_type(number)
        if kind not in _SOMEBODYS or number.country_code in _NOWHERE:
            raise PhoneUnfit(why="blocked")
        is_mobile = kind in _MOBILE and phonenumbers.region_code_for_number(number) in _SMS
    if mobile and not is_mobile:
        raise PhoneUnfit(why="mobile")
    return written


def _parsed(typed: str) -> PhoneNumber:
    """Return the number by the first plan in which it is one, else as a French one of the right length."""
    possible = None
    for territory in _TERRITORIES:
        try:
            number = phonenumbers.parse(re.sub(r"^\s*00", "+", typed), territory)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
        possible = possible or (number if phonenumbers.is_possible_number(number) else None)
    if possible is None:
        raise PhoneUnfit(why="digits")
    return possible
