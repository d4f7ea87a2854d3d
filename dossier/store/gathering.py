"""A unit of work for batches: what is added is held back, and sent to the database table by table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from dossier.base import KeyHolder

from .copying import begin_beside, copy_rows
from .unit import Unit, upsert

_PLANNING = ("plan_cache_mode = force_custom_plan", "enable_seqscan = off")
"""A plan made before the ids are known looks for each of them in every partition; a batch never reads a whole table."""


class Gathering(Unit):
    """A writing unit whose actions serve thousands of patients in one transaction.

    `add` and `put` are seen by nobody before `send`, this unit's own reads included: actions that read back what
    they wrote (`journal.append` remembers the heads it moved) work from `memo`.
    """

    __slots__ = ("_added", "_put")

    def __init__(self, connection: sa.Connection, holder: KeyHolder) -> None:
        """Stand over an open connection with nothing gathered yet."""
        super().__init__(connection, holder, writes=True)
        if connection.dialect.name == "postgresql":
            for setting in _PLANNING:
                connection.exec_driver_sql(f"SET LOCAL {setting}")
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
        self._put[table][tuple([row[name] for name in _key_names(table)])] = row

    def send(self) -> None:
        """Send everything gathered so far. Raises what the engine itself raises."""
        for table, rows in self._added.items():
            self._send(table, rows)
        for table, by_key in self._put.items():
            self._send_in_place(table, list(by_key.values()))
        self._added.clear()
        self._put.clear()

    def _send(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if self.connection.dialect.name == "postgresql":
            copy_rows(self.connection, table, table.name, rows)
        else:
            self.connection.execute(table.insert(), rows)

    def _send_in_place(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        statement = upsert(self.connection, table, rows[0])
        if self.connection.dialect.name != "postgresql":
            self.connection.execute(statement, rows)
            return
        beside = begin_beside(self.connection, table)
        copy_rows(self.connection, table, beside.name, rows)
        names = list(rows[0])
        self.connection.execute(statement.from_select(names, sa.select(*(beside.c[name] for name in names))))
        self.connection.execute(beside.delete())


@cache
def _key_names(table: sa.Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)
