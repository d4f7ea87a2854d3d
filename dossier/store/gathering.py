"""A unit of work for batches: what is added is held back, and sent to the database in one statement a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from dossier.base import KeyHolder

from .columns import Instant
from .unit import Unit, upsert


class Gathering(Unit):
    """A writing unit whose actions serve thousands of patients in one transaction.

    `add` and `put` are seen by nobody before `send`, this unit's own reads included: actions that read back what
    they wrote (`journal.append` remembers the heads it moved) work from `memo`.
    """

    __slots__ = ("_added", "_put")

    def __init__(self, connection: sa.Connection, holder: KeyHolder) -> None:
        """Stand over an open connection with nothing gathered yet."""
        super().__init__(connection, holder, writes=True)
        self._added: dict[sa.Table, list[Mapping[str, Any]]] = defaultdict(list)
        self._put: dict[sa.Table, dict[tuple[Any, ...], Mapping[str, Any]]] = defaultdict(dict)

    def add(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add a row, later."""
        self._added[table].append(row)

    def add_new(self, table: sa.Table, row: Mapping[str, Any]) -> bool:
        """Add a row that the caller looked up before: should it be taken after all, the whole unit fails."""
        self.add(table, row)
        return True

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add or replace a row, later; the last one put with a key counts."""
        self._put[table][tuple(row[column.name] for column in table.primary_key)] = row

    def send(self) -> None:
        """Send everything gathered so far."""
        for table, rows in self._added.items():
            self._send(table, table.insert(), rows)
        for table, by_key in self._put.items():
            rows = list(by_key.values())
            self._send(table, upsert(self.connection, table, rows[0]), rows)
        self._added.clear()
        self._put.clear()

    def _send(self, table: sa.Table, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if self.connection.dialect.name != "postgresql":
            self.connection.execute(statement, rows)
            return
        columns = [table.c[name] for name in rows[0]]
        arrays = [
            sa.bindparam(column.name, [row[column.name] for row in rows], type_=ARRAY(_plain(column.type)))
            for column in columns
        ]
        names = [column.name for column in columns]
        given = sa.func.unnest(*arrays).table_valued(*names).render_derived()
        self.connection.execute(statement.from_select(names, sa.select(*(given.c[name] for name in names))))


def _plain(kind: Any) -> Any:
    """Return the column type as the driver knows it: converting instants one by one would cost more than sending."""
    return sa.DateTime(timezone=True) if isinstance(kind, Instant) else kind
