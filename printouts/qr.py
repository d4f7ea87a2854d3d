"""Square codes a phone reads, drawn so that they survive photocopies."""

import re
from dataclasses import dataclass

import segno

_MODULE_MM = 1.1
"""A short address so is 27.5 mm wide or more: at 26 mm it was still read after three copies."""
_QUIET = 4
_CAPITALS = re.compile(r"HTTPS?://[0-9A-Z.:/-]{4,80}")


@dataclass(frozen=True, slots=True)
class Square:
    """A drawing for inline SVG: `side` in modules with the white margin, `width_mm` on paper, `path` of the ink."""

    side: int
    width_mm: float
    path: str


def square(address: str) -> Square:
    """Return the code of an address in capitals: letters of this kind take least room.

    Raises `ValueError` for anything else, such as small letters.
    """
    if not _CAPITALS.fullmatch(address):
        raise ValueError("the address of a square is short and in capitals")
    # Phones read no Micro QR. A denser square (a higher error level) is lost sooner on copies.
    code = segno.make_qr(address, error="m", boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * _QUIET
    path = "".join(_ink(row, line) for line, row in enumerate(rows, _QUIET))
    return Square(side, round(side * _MODULE_MM, 1), path)


def _ink(row: bytes, line: int) -> str:
    runs = re.finditer(b"\x01+", row)
    return "".join(f"M{run.start() + _QUIET},{line}h{len(run[0])}v1H{run.start() + _QUIET}z" for run in runs)
