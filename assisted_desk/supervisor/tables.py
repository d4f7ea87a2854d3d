"""Tables to take away: CSV as spreadsheets of France read it, where no cell can be a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from i18n import gettext

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def table_of(headings: Sequence[str], rows: Iterable[Sequence[str]], *, practice: bool = False) -> bytes:
    """Return a table in UTF-8 with its mark, semicolons between cells, every cell quoted.

    A table of practice says so in its first line.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if practice:
        writer.writerow([gettext("EXERCICE. Rien n’est vrai ici. Toutes les personnes sont inventées.")])
    writer.writerow(headings)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text: an apostrophe before what would begin a formula (OWASP)."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULAS) or cell[:1] in _FORMULAS else cell
