"""One picture of a page: what its bytes are, whether it can be read, and the same page drawn anew.

The only door to the library that unpacks pictures. Two formats alone are unpacked, within limits read in the header,
one picture at a time in a process. What comes out is drawn dot by dot: no place, no name of a telephone, no thumbnail,
no byte of the file that came in.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar, Literal
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageFile, ImageFilter, ImageOps, ImageStat

from dossier.base import Refused

from .limits import (
    DARKEST,
    JUDGED_SIDE,
    LARGEST_PICTURE,
    LEAST_EDGES,
    LEAST_SHARPNESS,
    LEAST_SHORT_SIDE,
    LEAST_SPREAD,
    LONG_SIDE,
    MOST_DOTS,
    MOST_SCANS,
    QUALITY,
)

Legibility = Literal["good", "small", "dark", "blank", "blurred"]
PaperMistake = Literal["pdf", "format", "heavy", "large", "broken"]
_SIGNS: dict[bytes, Literal["JPEG", "PNG"]] = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)
"""What the library raises over bytes that aren't the picture they seem to be."""
_SCAN = b"\xff\xda"
"""Begins each scan of a JPEG, and stands nowhere else in its dots."""
_ONE_AT_A_TIME = threading.Lock()


class PictureRefused(Refused):
    """This file isn't taken in. Facts: why, a `PaperMistake`."""

    code: ClassVar[str] = "picture-refused"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, drawn anew as a JPEG, and how well it can be read."""

    content: bytes
    legibility: Legibility


def clean_page(content: bytes) -> Page:
    """Return a page as it may be kept. The same bytes always give the same page. Slow: half a second.

    Raises `PictureRefused`: only JPEG and PNG are taken, because only those can be checked here.
    """
    kind = _kind_of(content)
    with _ONE_AT_A_TIME, _strictly():
        try:
            return _drawn(content, kind)
        except _BROKEN as fault:
            raise PictureRefused(why="broken") from fault


def bound(pages: tuple[Page, ...]) -> bytes:
    """Return pages as one PDF with nothing in it but them: no title, no hour, the same each time."""
    pictures = [Image.open(BytesIO(page.content), formats=("JPEG",)) for page in pages]
    out = BytesIO()
    unsaid: dict[str, None] = dict.fromkeys(("title", "creationDate", "modDate"))
    inches = LONG_SIDE / 11.7
    pictures[0].save(
        out, "PDF", save_all=True, append_images=pictures[1:], resolution=inches, quality=QUALITY, **unsaid
    )
    return out.getvalue()


@contextmanager
def _strictly() -> Iterator[None]:
    """Unpack nothing that is cut off or inflated; the library that lays paper out asks for leniency, for everybody."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with catch_warnings():
            simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _kind_of(content: bytes) -> Literal["JPEG", "PNG"]:
    if content.startswith(b"%PDF"):
        raise PictureRefused(why="pdf")
    kind = next((name for sign, name in _SIGNS.items() if content.startswith(sign)), None)
    if kind is None:
        raise PictureRefused(why="format")
    if len(content) > LARGEST_PICTURE:
        raise PictureRefused(why="heavy")
    if content.count(_SCAN) > MOST_SCANS:
        raise PictureRefused(why="large")
    return kind


def _drawn(content: bytes, kind: Literal["JPEG", "PNG"]) -> Page:
    with Image.open(BytesIO(content), formats=(kind,)) as picture:
        if picture.width * picture.height > MOST_DOTS[kind]:
            raise PictureRefused(why="large")
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(picture)
        whole = _on_white(upright)
    whole.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", whole.size)
    clean.paste(whole)  # the dots alone: what the file said beside them stays behind
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Page(out.getvalue(), _legibility(clean))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    white = Image.new("RGB", with_alpha.size, "white")
    white.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return white


def _legibility(page: Image.Image) -> Legibility:
    if min(page.size) < LEAST_SHORT_SIDE:
        return "small"
    gray = page.convert("L")
    gray.thumbnail((JUDGED_SIDE, JUDGED_SIDE), Image.Resampling.LANCZOS)
    light = ImageStat.Stat(gray)
    if light.mean[0] < DARKEST:
        return "dark"
    if light.stddev[0] < LEAST_SPREAD:
        return "blank"
    edges = ImageStat.Stat(gray.filter(ImageFilter.FIND_EDGES).crop((2, 2, gray.width - 2, gray.height - 2)))
    is_sharp = edges.stddev[0] >= min(LEAST_EDGES, LEAST_SHARPNESS * light.stddev[0])
    return "good" if is_sharp else "blurred"
