"""Small files that somebody typed, scanned or exported: lines of fields, and days as people write them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

_FRENCH_DAY = re.compile("([0-9]{2})/([0-9]{2})/([0-9]{4})")
_PARTED = re.compile("[;,\t]")


class LineRefused(Exception):
    """A line says nothing that can be noted; the text says why, and repeats nothing of it."""


def lines_of(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the fields of each line that isn't empty or the names of the columns. Raises `OSError`.

    Fields are parted by commas, semicolons or tabs, whatever a spreadsheet made of them.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            fields = [field.strip().strip('"') for field in _PARTED.split(line.strip())]
            if fields not in ([""], list(columns)):
                yield number, fields


def fields_fit(fields: Sequence[str], columns: Sequence[str]) -> None:
    """Check that there is one field a column. Raises `LineRefused`."""
    if len(fields) != len(columns):
        raise LineRefused(f"{len(fields)} columns instead of {len(columns)} ({', '.join(columns)})")


def day_typed(text: str) -> date | None:
    """Return a day typed as 2026-11-23 or 23/11/2026; None when it is none."""
    french = _FRENCH_DAY.fullmatch(text)
    try:
        return date.fromisoformat("-".join(reversed(french.groups())) if french else text)
    except ValueError:
        return None
