"""Words that exist nowhere else, planted as everything personal there is; and the search for them in clear."""

import hashlib
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from dossier.store import Store

_START = 5
_LETTERS = "aeioubdfgklmnprs"


@dataclass
class Markers:
    """Hands out markers, each one once, and remembers them all."""

    planted: list[str] = field(default_factory=list)
    stem: str = "zorv"
    """How its words begin. Heaps that are looked for apart are quicker to find with stems of their own."""
    _numbers: Iterator[int] = field(default_factory=count)

    def word(self) -> str:
        """Return a made-up word, with an accent."""
        return self.plant(f"{self.stem}é{self._letters()}")

    def plain_word(self) -> str:
        """Return a made-up word without an accent, for an identifier or an address on the net."""
        return self.plant(f"{self.stem}a{self._letters()}")

    def phone(self, start: str) -> str:
        """Return a number in the ranges kept for fiction: `start` and the last four digits."""
        number = f"{start}{next(self._numbers) % 10_000:04d}"
        self.plant(number.removeprefix("+33"))
        return number

    def _letters(self) -> str:
        digest = hashlib.sha256(b"marker%d" % next(self._numbers)).hexdigest()
        return "".join(_LETTERS[int(sign, 16)] for sign in digest[:9])

    def plant(self, text: str) -> str:
        """Remember a text that must never stand anywhere in clear; return it."""
        self.planted.append(text)
        return text


@dataclass(frozen=True)
class Trace:
    """A heap of bytes that somebody could get hold of, and where it lies."""

    place: str
    content: bytes


def traces_of(store: Store, folder: Path) -> Iterator[Trace]:
    """Yield every column of every table, and every file under the folder."""
    tables = sa.MetaData()
    with store.reading() as unit:
        tables.reflect(unit.connection)
        for table in tables.sorted_tables:
            for column in table.columns:
                values = unit.connection.exec_driver_sql(f'SELECT "{column.name}" FROM "{table.name}"').scalars()
                yield Trace(f"{table.name}.{column.name}", b"\0".join(map(_as_bytes, values)))
    for path in folder.rglob("*"):
        if path.is_file():
            yield Trace(path.name, path.read_bytes())


def found_in(traces: list[Trace], markers: list[str]) -> list[str]:
    """Return a line for each marker that stands somewhere, plain or in a common dress, and where."""
    return [f"{marker} in {trace.place}" for trace in traces for marker in _found(trace.content, markers)]


def code_found_in(traces: list[Trace], *codes: str) -> list[str]:
    """Return where a short code stands as a word of its own: six digits happen inside an instant or an id."""
    any_code = b"|".join(re.escape(code.encode()) for code in codes)
    alone = re.compile(rb"(?<![0-9a-f.])(?:" + any_code + rb")(?![0-9a-f])")
    return [trace.place for trace in traces if alone.search(trace.content)]


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _found(content: bytes, markers: list[str]) -> Iterator[str]:
    """Look for the few ways in which markers begin, and only then for each of them: most heaps hold none."""
    lower = content.lower()
    begun = {start for start in {marker[:_START] for marker in markers} if _stands_in(content, lower, start)}
    yield from (one for one in markers if one[:_START] in begun and _stands_in(content, lower, one))


def _stands_in(content: bytes, lower: bytes, text: str) -> bool:
    return any(dress in lower for dress in _dresses(text)) or any(dress in content for dress in _base64(text))


@cache
def _dresses(marker: str) -> set[bytes]:
    """The marker as bytes, whatever the case of its plain letters."""
    texts = {marker, marker.upper()}
    plain = {text.encode(encoding) for text in texts for encoding in ("utf-8", "latin-1", "utf-16-le", "utf-16-be")}
    told = {quote(text).encode() for text in texts} | {json.dumps(text)[1:-1].encode() for text in texts}
    hexed = {text.encode().hex().encode() for text in (*texts, marker.lower(), marker.capitalize())}
    return {dress.lower() for dress in plain | told | hexed}


@cache
def _base64(marker: str) -> set[bytes]:
    """The inside of the marker in base64, for the three places where it may begin."""
    found = set()
    for text in (marker, marker.upper(), marker.capitalize()):
        for before in range(3):
            raw = b"\0" * before + text.encode()
            inside = slice((before * 8 + 5) // 6, len(raw) * 8 // 6)
            found |= {b64encode(raw)[inside], urlsafe_b64encode(raw)[inside]}
    return found
