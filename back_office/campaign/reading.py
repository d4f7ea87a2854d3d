"""The beneficiaries' file as it lies on the disk: its encoding, its separator, its columns, then line after line.

It is never held whole: a million lines take no more memory than a thousand.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TextIO

from dossier.base import Refused

from .columns import COLUMNS, NEEDED

_LONGEST = 4_000
"""Signs of one line, many times what the columns can hold."""
_BLOCK = 1 << 20
_NO_BREAK = "\u00a0"


class FileUnfit(Refused):
    """The file as a whole can't be read as the caisse's list."""

    code: ClassVar[str] = "file-unfit"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, and its values by column, or why it can't be read."""

    number: int
    values: dict[str, str]
    fault: str = ""


class BeneficiariesFile:
    """A file that was looked through once: what it's written in, and how many lines it has."""

    def __init__(self, path: Path) -> None:
        """Look through the file. Raises `FileUnfit`; its facts repeat nothing of what the file holds."""
        self.path = path
        self.encoding, self.lines = _looked_through(path)
        with self._opened() as file:
            header = file.readline(_LONGEST)
        self.separator = ";" if header.count(";") >= header.count(",") else ","
        self.columns = _columns(header, self.separator)

    def __iter__(self) -> Iterator[Line]:
        """Yield every line after the header that isn't empty."""
        with self._opened() as file:
            file.readline(_LONGEST)
            for number, text in enumerate(_lines(file), start=2):
                if text.strip():
                    yield self._line(number, text.replace(_NO_BREAK, " "))

    def _opened(self) -> TextIO:
        return self.path.open(encoding=self.encoding, errors="replace")

    def _line(self, number: int, text: str) -> Line:
        if len(text) >= _LONGEST:
            return Line(number, {}, f"it is longer than {_LONGEST} signs")
        try:
            # Each line on its own: a quote that nobody closed spoils one line, not all that follow.
            values = next(csv.reader((text,), delimiter=self.separator, strict=True))
        except csv.Error:
            return Line(number, {}, "a quotation mark is missing or one too many")
        if len(values) != len(self.columns):
            return Line(number, {}, f"it has {len(values)} columns, the header {len(self.columns)}")
        return Line(number, {name: value.strip() for name, value in zip(self.columns, values, strict=True)})


def _lines(file: TextIO) -> Iterator[str]:
    """Yield each line, of one without end no more than what shows that it's too long."""
    while text := file.readline(_LONGEST):
        yield text
        while len(text) == _LONGEST and not text.endswith("\n"):
            text = file.readline(_LONGEST)


def _looked_through(path: Path) -> tuple[str, int]:
    """Return the file's encoding and how many lines it has."""
    decoder, encoding, lines = codecs.getincrementaldecoder("utf-8")(), "utf-8-sig", 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if b"\0" in block:
                    raise FileUnfit(reason="it is neither UTF-8 nor Windows-1252 text")
                lines += block.count(b"\n")
                encoding = _still(decoder, block, encoding)
    except OSError as error:
        raise FileUnfit(reason=f"it can't be read ({error.strerror})") from None
    return encoding, lines


def _still(decoder: codecs.IncrementalDecoder, block: bytes, encoding: str) -> str:
    """Return the encoding that the file can still have: once a byte isn't UTF-8, the other one."""
    if encoding == "utf-8-sig":
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            return "cp1252"
    return encoding


def _columns(header: str, separator: str) -> tuple[str, ...]:
    names = tuple(name.strip().strip('"').casefold() for name in header.split(separator))
    strange = [place for place, name in enumerate(names, start=1) if name not in COLUMNS]
    if strange:  # told by place: where the header is missing, these are somebody's traits
        raise FileUnfit(reason=f"its first line must name the columns; the name in place {strange[0]} isn't known")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileUnfit(reason=f"the column {missing[0]} is missing")
    if len(set(names)) != len(names):
        raise FileUnfit(reason="a column is named twice")
    return names
