"""The manifest of a batch: where each letter stands and where it goes, and nothing of whom it's for."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from dossier.outbox import Posted

from .sheets import PAGES, order_of_post

MANIFEST = "manifest.csv"
_COLUMNS = ("number", "file", "first_page", "pages", "postal_code", "sha256")


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One file of a batch: its name, the kind of its letters, the number of the first one, the letters in order."""

    name: str
    kind: str
    first_number: int
    letters: tuple[Posted, ...]


def manifest(files: Iterable[tuple[PrintedFile, str]]) -> bytes:
    """Return the manifest of these files, each with its SHA-256, as CSV."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(_COLUMNS)
    for file, sha256 in files:
        pages = PAGES[file.kind]
        for place, one in enumerate(file.letters):
            postal_code = order_of_post(one.message)[0]
            first_page = place * pages + 1
            written.writerow((file.first_number + place, file.name, first_page, pages, postal_code, sha256))
    return text.getvalue().encode()
