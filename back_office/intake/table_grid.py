"""Puts a foreign table on a grid, so that its spans are bounded and every row and column begins a cell."""

from dataclasses import dataclass, replace

from dossier.documents import narrative

MAX_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: narrative.Cell
    row: int
    column: int


def fitted(groups: list[list[narrative.Row]]) -> list[tuple[narrative.Row, ...]]:
    """Return the row groups of one table (head, body) with spans that hold together.

    A span ends with its group, stops before a cell already there, and counts only the rows and the columns
    in which some cell begins: browsers and readers of HTML take the rest for faults. No cell is lost.
    """
    placed = [_placed(group) for group in groups]
    columns = sorted({one.column for group in placed for one in group})
    return [_rows(group, columns) for group in placed]


def _placed(group: list[narrative.Row]) -> list[_Placed]:
    """Give each cell its place; `taken` says up to which row a column is still filled from above."""
    taken: dict[int, int] = {}
    placed: list[_Placed] = []
    for number, row in enumerate(group):
        column = 0
        for cell in row.cells:
            while taken.get(column, 0) > number:
                column += 1
            width = _free_width(taken, number, column, min(cell.columns, MAX_COLUMNS))
            height = min(cell.rows, len(group) - number)
            taken.update(dict.fromkeys(range(column, column + width), number + height))
            placed.append(_Placed(replace(cell, columns=width, rows=height), number, column))
            column += width
    return placed


def _free_width(taken: dict[int, int], row: int, column: int, wanted: int) -> int:
    width = 1
    while width < wanted and taken.get(column + width, 0) <= row:
        width += 1
    return width


def _rows(placed: list[_Placed], columns: list[int]) -> tuple[narrative.Row, ...]:
    """Rebuild the rows, without those in which nothing begins."""
    starts = sorted({one.row for one in placed})
    rows: dict[int, list[narrative.Cell]] = {start: [] for start in starts}
    for one in placed:
        width = sum(one.column <= column < one.column + one.cell.columns for column in columns)
        height = sum(one.row <= start < one.row + one.cell.rows for start in starts)
        rows[one.row].append(replace(one.cell, columns=width, rows=height))
    return tuple(narrative.Row(tuple(cells)) for cells in rows.values())
