"""Days, hours and weights of files in plain French, and the spaces French puts before its signs."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

NO_BREAK = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
KINDS_OF_FILE = {
    "application/pdf": "document PDF",
    "image/jpeg": "image",
    "image/png": "image",
    "image/tiff": "image",
    "text/plain": "texte",
    "text/html": "page",
    "text/xml": "fichier de données",
    "application/xml": "fichier de données",
}
_ELIDING = re.compile(r"[aeiouh]|y(?![aeiou])")
_PARIS = ZoneInfo("Europe/Paris")
_SIGNS = re.compile(r" (?=[:?!;»])|(?<=«) |(?<=\d) (?=h\b)|(?<=\d h) (?=\d)")
_SLOW_LINE = 50_000  # bits a second: the slowest line still in use, GPRS
_SLOW_START = 2  # seconds before the first byte on such a line


def typeset(text: str) -> str:
    """Put no-break spaces where a French line must not break: before : ? ! ; », after «, around h."""
    return _SIGNS.sub(NO_BREAK, text)


def elides(name: str) -> bool:
    """Tell whether `de` loses its vowel before a name: `d’Odette`, `d’Henriette`, `d’Yves`, but `de Youssef`."""
    return _ELIDING.match(unicodedata.normalize("NFD", name).lower()) is not None


@lru_cache(maxsize=4096)
def day_in_words(day: date) -> str:
    """`12 novembre 2026`; the first of a month is `1er`. Kept, because lists say the same days again and again."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def day_of(at: datetime) -> date:
    """Return the day of an instant in Paris."""
    return at.astimezone(_PARIS).date()


def moment_in_words(at: datetime, clock: ZoneInfo = _PARIS) -> str:
    """`12 novembre 2026 à 14 h 05`, in Paris time or that of `clock`. Refuses an instant without a time zone."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    local = at.astimezone(clock)
    return f"{day_in_words(local)} à {local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02d}"


def file_in_words(media_type: str, size: int) -> str:
    """`document PDF, 77 kilo-octets, environ 15 secondes sur une ligne lente`; `size` in bytes."""
    kind = KINDS_OF_FILE.get(media_type, "fichier")
    return f"{kind}, {_weight(size)}, environ {_wait(size)} sur une ligne lente"


def _weight(size: int) -> str:
    if size < 999_500:
        kilos = max(1, round(size / 1000))
        return f"{kilos}{NO_BREAK}kilo-octet{'s' if kilos > 1 else ''}"
    megas = f"{size / 1_000_000:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{megas}{NO_BREAK}méga-octet{'s' if size >= 2_000_000 else ''}"


def _wait(size: int) -> str:
    seconds = _SLOW_START + size * 8 / _SLOW_LINE
    if seconds <= 57:
        return f"{max(5, round(seconds / 5) * 5)}{NO_BREAK}secondes"
    minutes = round(seconds / 60)
    return f"{minutes}{NO_BREAK}minute{'s' if minutes > 1 else ''}"
