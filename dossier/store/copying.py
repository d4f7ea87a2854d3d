"""PostgreSQL's COPY in binary: the fastest way in, five times that of a statement with arrays."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql


def copy_rows(connection: sa.Connection, table: sa.Table, into: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to the table of this name, made as `table` is; all of them have the first one's columns.

    Raises the engine's own errors, not the driver's.
    """
    names = list(rows[0])
    kinds = [_kind(table.c[name], connection.dialect) for name in names]
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(into), columns)
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            copy.set_types(kinds)
            for row in rows:
                copy.write_row([row[name] for name in names])
    except psycopg.Error as fault:
        raise sa.exc.DBAPIError.instance("COPY", None, fault, psycopg.Error, hide_parameters=True) from fault


def begin_beside(connection: sa.Connection, table: sa.Table) -> sa.Table:
    """Return an empty table of this connection's own with the columns of `table`."""
    beside = sa.Table(f"{table.name}_beside", sa.MetaData(), *(sa.Column(one.name, one.type) for one in table.columns))
    made = sql.SQL("CREATE TEMPORARY TABLE IF NOT EXISTS {} (LIKE {}) ON COMMIT DELETE ROWS")
    cursor: Any = connection.connection.cursor()
    with cursor:
        cursor.execute(made.format(sql.Identifier(beside.name), sql.Identifier(table.name)))
    return beside


def _kind(column: sa.Column[Any], dialect: sa.Dialect) -> str:
    """Return the type of a column by the name the driver knows it by: without a length."""
    return column.type.compile(dialect).partition("(")[0].lower()
