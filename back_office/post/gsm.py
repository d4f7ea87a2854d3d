"""The alphabet of SMS (GSM 03.38): what a text weighs, and how it is written with these signs alone. Pure."""

import unicodedata

PART = 160
"""Septets in one SMS; a longer text leaves as several, each paid for, and some telephones show them out of order."""
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each. § is one of them, but not in every center's table."""
_EXTENDED = frozenset("^{}\\[~]|€")
"""Two septets each: an escape goes before."""
_UNKNOWN = "?"
_WRITTEN = {
    "’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "…": "...", "•": "-", "·": "-",
    "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ð": "d", "þ": "th",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
}  # fmt: skip


def plain(text: str) -> str:
    """Return a text in this alphabet: straight quotes, plain spaces, and no accent that it lacks (ê, ç, À)."""
    return "".join(_plain(sign) for sign in unicodedata.normalize("NFC", text))


def septets(text: str) -> int:
    """Return how many septets a text takes, once it is written in this alphabet."""
    return sum(2 if sign in _EXTENDED else 1 for sign in plain(text))


def fits(text: str) -> bool:
    """Tell whether a text leaves as one SMS."""
    return septets(text) <= PART


def is_legible(text: str) -> bool:
    """Tell whether this alphabet can say it: not so Arabic, and any script without Latin letters."""
    return plain(text).count(_UNKNOWN) == text.count(_UNKNOWN)


def _plain(sign: str) -> str:
    if sign in _BASIC or sign in _EXTENDED:
        return sign
    if sign in _WRITTEN:
        return _WRITTEN[sign]
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base in _BASIC else _UNKNOWN
