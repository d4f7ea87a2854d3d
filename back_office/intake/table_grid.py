"""Puts a foreign table on a grid, so that its spans are bounded and every row and column begins a cell."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from dossier.documents import narrative

MAX_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: narrative.Cell
    row: int
    column: int


class _TooWide(Exception):
    """The spans spread the table over more columns than anybody reads."""


def fitted(groups: list[list[narrative.Row]]) -> list[tuple[narrative.Row, ...]]:
    """Return the row groups of one table (head, body) with spans that hold together.

    A span ends with its group, stops before a cell already there, and counts only the rows and the columns
    in which some cell begins: browsers and readers of HTML take the rest for faults. No cell is lost. Where
    the table grows wider than MAX_COLUMNS its spans are dropped, which also bounds the work.
    """
    try:
        placed = [_placed(group) for group in groups]
    except _TooWide:
        return [tuple(_without_spans(row) for row in group if row.cells) for group in groups]
    columns = sorted({one.column for group in placed for one in group})
    return [_rows(group, columns) for group in placed]


def _placed(group: list[narrative.Row]) -> list[_Placed]:
    """Give each cell its place; `taken` says up to which row a column is still filled from above."""
    taken = [0] * MAX_COLUMNS
    placed: list[_Placed] = []
    for number, row in enumerate(group):
        column = 0
        for cell in row.cells:
            while column < MAX_COLUMNS and taken[column] > number:
                column += 1
            if column == MAX_COLUMNS:
                raise _TooWide
            start = column
            while column < min(start + cell.columns, MAX_COLUMNS) and taken[column] <= number:
                taken[column] = number + cell.rows
                column += 1
            placed.append(_Placed(replace(cell, columns=column - start), number, start))
    return placed


def _rows(placed: list[_Placed], columns: list[int]) -> tuple[narrative.Row, ...]:
    """Rebuild the rows, without those in which nothing begins."""
    starts = sorted({one.row for one in placed})
    rows: dict[int, list[narrative.Cell]] = {start: [] for start in starts}
    for one in placed:
        width = _count_within(columns, one.column, one.cell.columns)
        height = _count_within(starts, one.row, one.cell.rows)
        rows[one.row].append(replace(one.cell, columns=width, rows=height))
    return tuple(narrative.Row(tuple(cells)) for cells in rows.values())


def _count_within(ordered: list[int], first: int, length: int) -> int:
    return bisect_left(ordered, first + length) - bisect_left(ordered, first)


def _without_spans(row: narrative.Row) -> narrative.Row:
    return narrative.Row(tuple(replace(cell, columns=1, rows=1) for cell in row.cells))
