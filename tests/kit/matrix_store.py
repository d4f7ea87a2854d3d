"""A house that is tried a thousand times: every attempt runs over one connection, and is undone after it."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import event

from dossier.mandates.keeping import NOBODY
from dossier.store import Store, Unit
from dossier.store.columns import metadata

COLUMNS = {name: tuple(column.name for column in table.columns) for name, table in metadata.tables.items()}
Rows = dict[str, frozenset[tuple[object, ...]]]
"""By table: its rows, as the database holds them, in the order of `COLUMNS`."""
_WRITTEN = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+(\w+)")
_HARMLESS = re.compile(r"\s*(?:SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|SET|SHOW|PRAGMA)\b")


class TriedStore(Store):
    """A store whose units are savepoints of one open transaction, which nothing ever keeps.

    There is no second connection, so one thing is tried at a time. Reading units are undone like the real ones.
    """

    def __init__(self, store: Store) -> None:
        """Stand over a house, and begin the transaction in which everything is planted and tried."""
        super().__init__(store.engine, store.holder)
        self._connection = self._writer.connect()
        self._transaction = self._connection.begin()
        self._points = count()
        self.attempts = 0
        """How many attempts are under way: what is planted in one doesn't stay."""
        self.written: set[str] = set()
        """The tables that any statement meant to change since somebody emptied this."""
        event.listen(self._connection, "before_cursor_execute", self._note)

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that only reads: whatever it wrote by mistake is undone."""
        with self._told(), self.attempt():
            yield Unit(self._connection, self.holder, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Open a unit whose changes the rest of the attempt sees, when the block ends well."""
        with self._told(), self._point():
            yield Unit(self._connection, self.holder, writes=True)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo whatever happens in the block."""
        self.attempts += 1
        try:
            with self._point() as point:
                try:
                    yield
                finally:
                    self._run(f"ROLLBACK TO SAVEPOINT {point}")
        finally:
            self.attempts -= 1

    def rows(self, tables: Iterable[str] = COLUMNS) -> Rows:
        """Return the rows of these tables."""
        return {table: frozenset(map(_hashable, self._all(table))) for table in tables}

    def close(self) -> None:
        """Undo everything since the beginning."""
        self._transaction.rollback()
        self._connection.close()

    @contextmanager
    def _point(self) -> Iterator[str]:
        point = f"tried_{next(self._points)}"
        self._run(f"SAVEPOINT {point}")
        try:
            yield point
        except BaseException:
            self._run(f"ROLLBACK TO SAVEPOINT {point}")
            raise
        finally:
            self._run(f"RELEASE SAVEPOINT {point}")

    def _run(self, statement: str) -> None:
        """Run a statement by the driver alone: there are a hundred thousand of them."""
        self._connection.connection.cursor().execute(statement)

    def _all(self, table: str) -> list[tuple[object, ...]]:
        cursor = self._connection.connection.cursor()
        cursor.execute(f"SELECT {', '.join(COLUMNS[table])} FROM {table}")
        found: list[tuple[object, ...]] = cursor.fetchall()
        cursor.close()
        return found

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if found := _WRITTEN.match(statement):
            self.written.add(found[1])
        else:
            assert _HARMLESS.match(statement), f"does it change anything? {statement[:80]}"


def changed(before: Rows, after: Rows) -> Rows:
    """Return the rows that came, changed or went, by table; a table that stayed as it was is left out."""
    return {table: before[table] ^ rows for table, rows in after.items() if before[table] != rows}


def people_in(rows: Rows) -> set[bytes]:
    """Return whom these rows name as their patient; a turn at a desk may be for nobody."""
    owned = ((table, COLUMNS[table].index("patient_id")) for table in rows if "patient_id" in COLUMNS[table])
    return {bytes(row[place]) for table, place in owned for row in rows[table] if row[place] is not None} - {NOBODY}


def _hashable(row: tuple[object, ...]) -> tuple[object, ...]:
    """Return a row whose parts can be kept in sets: PostgreSQL's JSON comes as a dictionary."""
    return row if all(type(one) is not dict and type(one) is not list for one in row) else tuple(map(repr, row))
