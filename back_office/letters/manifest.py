"""The manifest of a batch: where each letter stands and where it goes, and nothing of whom it's for."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from dossier.outbox import Posted

from .printing import Printed
from .sheets import order_of_post

MANIFEST = "manifest.csv"
_COLUMNS = ("number", "file", "first_page", "pages", "postal_code", "sha256")


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file of a batch: its name, the kind of its letters, the number of the first one, the letters in order."""

    name: str
    kind: str
    first_number: int
    letters: tuple[Posted, ...]


def manifest(files: Iterable[tuple[PrintedFile, Printed]]) -> bytes:
    """Return the manifest of these files, as they were printed, as CSV."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(_COLUMNS)
    for file, printed in files:
        for place, one in enumerate(file.letters):
            postal_code = order_of_post(one.message)[0]
            first_page = place * printed.pages + 1
            told = (first_page, printed.pages, postal_code, printed.sha256)
            written.writerow((file.first_number + place, file.name, *told))
    return text.getvalue().encode()
