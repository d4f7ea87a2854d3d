"""The hottest reads: statements written out once, then run by the driver alone."""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_Converter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in one database's words, and what its values and columns go through."""

    text: str
    order: tuple[str, ...]
    """The names of its values in their places, for a driver that counts them; else empty."""
    fixed: Mapping[str, Any]
    to_driver: Mapping[str, _Converter]
    from_driver: Mapping[int, _Converter]


class Prepared:
    """A Core select for what every page does: it spares half of what the engine adds, a tenth of a whole page.

    Anything less hot is better run by the engine itself. The rows have the columns' names.
    """

    def __init__(self, statement: sa.Select[Any]) -> None:
        """Keep the statement; it is written out when a database first runs it."""
        self._statement = statement
        self._row = _row_type(statement)
        self._written: dict[str, _Written] = {}

    def rows(self, connection: sa.Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return every row."""
        written = self._written.get(connection.dialect.name) or self._write(connection.dialect)
        given = {**written.fixed, **values}
        for name, convert in written.to_driver.items():
            given[name] = convert(given[name])
        cursor = connection.connection.cursor()
        try:
            cursor.execute(written.text, [given[name] for name in written.order] or given)
            columns: list[Any] = list(zip(*cursor.fetchall(), strict=True))
        finally:
            cursor.close()
        if not columns:
            return []
        for place, convert in written.from_driver.items():
            columns[place] = map(convert, columns[place])
        return list(map(self._row, *columns))

    def _write(self, dialect: sa.Dialect) -> _Written:
        compiled = self._statement.compile(dialect=dialect)
        selected = self._statement.selected_columns
        columns = [_implied(column, dialect).result_processor(dialect, None) for column in selected]
        values = {name: _implied(bind, dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        written = self._written[dialect.name] = _Written(
            compiled.string,
            tuple(compiled.positiontup or ()),
            {name: value for name, value in compiled.params.items() if value is not None},
            {name: convert for name, convert in values.items() if convert},
            {place: convert for place, convert in enumerate(columns) if convert},
        )
        return written


def _row_type(statement: sa.Select[Any]) -> Callable[..., Any]:
    names = statement.selected_columns.keys()
    return namedtuple("Row", names)


def _implied(element: sa.ColumnElement[Any], dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
    return element.type.dialect_impl(dialect)
