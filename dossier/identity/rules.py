"""Rules of identifiers, passwords, codes and waits. Pure."""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import ClassVar

from dossier.base import Refused

PASSWORD_MIN, PASSWORD_MAX = 10, 128
"""Used with a second factor always, so 10 is enough; no composition rule (NIST 63B-4, CNIL 2022-100)."""
SIGN_IN_LIFE = timedelta(minutes=20)
KEPT_FORM_LIFE = timedelta(hours=20)
CARD_LINES = 50

_IDENTIFIER = re.compile(r"[a-z0-9._-]{8,40}")
_LOOKS_LIKE_IBAN = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{10,}")
_WITHOUT_SIGNS = str.maketrans("", "", " !?.,;:*-_+@#$&/'’\"()[]")
_SAME_LOOK = str.maketrans("oOilILsSbB", "0011115588")


class IdentifierUnfit(Refused):
    """Not an identifier: 8 to 40 letters without accents, digits, dot, dash; no e-mail, INS or IBAN."""

    code: ClassVar[str] = "identifier-unfit"


class PasswordUnfit(Refused):
    """Too short, too long or too well known."""

    code: ClassVar[str] = "password-unfit"


def canonical_identifier(text: str) -> str:
    """Return what is looked up: no spaces, lower case. Nothing is refused here: unknown stays unknown."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()[:100]


def check_new_identifier(text: str) -> str:
    """Return the canonical identifier. Raises `IdentifierUnfit`."""
    identifier = canonical_identifier(text)
    digits = re.sub(r"\D", "", identifier)
    if not _IDENTIFIER.fullmatch(identifier) or len(digits) >= 13 or _LOOKS_LIKE_IBAN.fullmatch(identifier):
        raise IdentifierUnfit
    return identifier


def canonical_password(text: str) -> str:
    """Return the password as it is hashed: NFKC, so that two keyboards give the same signs (NIST 63B-4)."""
    return unicodedata.normalize("NFKC", text)


def check_new_password(text: str) -> str:
    """Return the canonical password. Raises `PasswordUnfit` with why: short, long or known."""
    password = canonical_password(text)
    if len(password) < PASSWORD_MIN:
        raise PasswordUnfit(why="short", least=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise PasswordUnfit(why="long", most=PASSWORD_MAX)
    if _is_well_known(password):
        raise PasswordUnfit(why="known")
    return password


def _is_well_known(password: str) -> bool:
    """Tell whether a listed word is all there is, leaving out signs and the digits around it, or one sign repeated."""
    plain = "".join(c for c in unicodedata.normalize("NFD", password.casefold()) if not unicodedata.combining(c))
    core = plain.translate(_WITHOUT_SIGNS).strip("0123456789")
    return len(set(plain)) < 4 or core in _well_known() or plain in _well_known() or _is_keyboard_run(plain)


def _is_keyboard_run(plain: str) -> bool:
    rows = (
        "azertyuiopqsdfghjklmwxcvbn",
        "0123456789012345",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjkl",
    )
    return any(plain in row * 2 or plain[::-1] in row * 2 for row in rows)


@cache
def _well_known() -> frozenset[str]:
    listed = files(__package__).joinpath("french_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in listed.split() if line)


def canonical_code(text: str) -> str:
    """Return the digits of a typed code: spacing, dashes, look-alike letters and Arabic digits are understood."""
    folded = unicodedata.normalize("NFKC", text).translate(_SAME_LOOK)
    return "".join(str(unicodedata.digit(sign)) for sign in folded if sign.isdigit())


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long to wait: nothing for `free` failures, then 30 seconds, doubling, one hour at most."""
    if failures <= free:
        return timedelta(0)
    return min(timedelta(seconds=30 * 2 ** min(failures - free - 1, 10)), timedelta(hours=1))


def session_is_alive(
    now: datetime,
    *,
    seen_at: datetime,
    started_at: datetime,
    ended_at: datetime | None,
    idle: timedelta,
    total: timedelta,
) -> bool:
    """Tell whether a session may still be used: not ended, not idle too long, not too old."""
    return ended_at is None and now - seen_at <= idle and now - started_at <= total
