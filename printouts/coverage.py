"""Which characters the sheets' fonts can draw, and what stands for one they can't."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import ClassVar

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from dossier.base import Refused

from .pdf import FONTS_CONF

UNPRINTABLE = "\ufffd"
"""Stands for a letter no font has: a hole one sees (and PDF/UA forbids missing glyphs)."""

_INVISIBLE = re.compile("[\ufe00-\ufe0f]")


class FontsMissing(Refused):
    """A font of `fonts.conf` isn't on this machine. Facts: the `file`, the Debian `packages`."""

    code: ClassVar[str] = "fonts-missing"


def printable(text: str) -> str:
    """Return `text` composed (NFC), without control and format signs; `UNPRINTABLE` where no font helps."""
    composed = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return "".join(map(_drawn, composed))


def has_holes(text: str) -> bool:
    """Tell whether something of `text` can't be drawn; the sheet then explains its stand-in."""
    return UNPRINTABLE in printable(text)


def _drawn(sign: str) -> str:
    match unicodedata.category(sign):
        case "Cc" | "Zl" | "Zp":
            return " "
        # Format signs show nothing, and some reorder a line to make it say something else.
        case "Cf":
            return ""
    return sign if ord(sign) in _drawable() else UNPRINTABLE


@cache
def _drawable() -> frozenset[int]:
    """Return the code points that at least one family has both in regular and in bold."""
    families: dict[str, frozenset[int]] = {}
    for file in font_files():
        name, signs = file.stem.partition("-")[0], _signs(file)
        families[name] = families.get(name, signs) & signs
    return frozenset().union(*families.values())


def font_files() -> tuple[Path, ...]:
    """Return the font files that `fonts.conf` accepts: `Family.ttf`, `Family-Regular.ttf`, `Family-Bold.ttf`."""
    return tuple(map(Path, re.findall("<glob>(/[^<]+)</glob>", FONTS_CONF.read_text("utf-8"))))


def _signs(file: Path) -> frozenset[int]:
    if not file.is_file():
        raise FontsMissing(file=str(file), packages="fonts-sil-andika fonts-noto-core fonts-dejavu-core")
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
