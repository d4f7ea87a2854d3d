"""The manifest of a batch: where each letter stands, where and how it goes, and nothing of whom it's for."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dossier.outbox import Posted

from .postage import Classes, Postage, grams_of, sheets_of
from .printing import Printed
from .sheets import order_of_post

MANIFEST, TOTALS = "manifest.csv", "totals.csv"
COLUMNS = ("number", "file", "first_page", "pages", "sheets", "postage", "up_to_grams", "postal_code", "sha256")
_COUNTED = ("postage", "up_to_grams", "letters", "sheets", "pages")


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file of a batch: its name, the kind of its letters, the number of the first one, the letters in order."""

    name: str
    kind: str
    first_number: int
    letters: tuple[Posted, ...]


def manifest(files: Iterable[tuple[PrintedFile, Printed]], postage: Classes) -> bytes:
    """Return the manifest of these files, as they were printed, as CSV."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for file, printed in files:
        sheets = sheets_of(printed.pages)
        goes = (sheets, _class(file, postage), grams_of(sheets))
        for place, one in enumerate(file.letters):
            stands = (file.first_number + place, file.name, place * printed.pages + 1, printed.pages)
            rows.append((*map(str, (*stands, *goes)), order_of_post(one.message)[0], printed.sha256))
    return _csv(rows)


def totals(files: Iterable[tuple[PrintedFile, Printed]], postage: Classes) -> bytes:
    """Return how many letters, sheets and pages go by each class and step of weight, then in all, as CSV."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for file, printed in files:
        sheets = sheets_of(printed.pages)
        one = Counter(letters=1, sheets=sheets, pages=printed.pages)
        for goes in ((_class(file, postage), str(grams_of(sheets))), ("", "")):
            told = counted.setdefault(goes, Counter())
            for name, number in one.items():
                told[name] += number * len(file.letters)
    in_all = counted.pop(("", ""), Counter())
    lines = [*sorted(counted.items()), (("total", ""), in_all)]
    return _csv([_COUNTED, *((*goes, *(str(told[name]) for name in _COUNTED[2:])) for goes, told in lines)])


def _class(file: PrintedFile, postage: Classes) -> str:
    return str(postage.get(file.kind, Postage.GREEN))


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
