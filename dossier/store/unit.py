"""The unit of work: one open transaction, passed first to every action and query."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dossier.base import KeyHolder

from .columns import Octets
from .prepared import Prepared
from .schema import tables_of_a_patient

_T = TypeVar("_T")


class Unit:
    """One transaction and the key holder that goes with it. Closed at the door, never inside a room."""

    __slots__ = ("connection", "holder", "kept", "memo", "writes")

    def __init__(self, connection: sa.Connection, holder: KeyHolder, *, writes: bool) -> None:
        """Stand over an open connection; `writes` says whether changes are allowed."""
        self.connection = connection
        self.holder = holder
        self.writes = writes
        self.kept: dict[bytes, Any] = {}
        """Unwrapped patient keys, for the length of this transaction only."""
        self.memo: dict[tuple[str, bytes], Any] = {}
        """What this transaction knows: the heads of the chains that it holds; what it read, when it only reads."""

    def once(self, what: str, key: bytes, read: Callable[[], _T]) -> _T:
        """Return what `read` tells of this id. Who only reads asks the database once for it; who writes, each time."""
        if self.writes:
            return read()
        if (what, key) not in self.memo:
            self.memo[what, key] = read()
        known: _T = self.memo[what, key]
        return known

    def know(self, what: str, keys: Collection[bytes], found: Mapping[bytes, Any], otherwise: Any) -> None:
        """Keep for `once` what one statement told of many ids; `otherwise` for those it told nothing of."""
        self.memo.update({(what, key): found.get(key, otherwise) for key in keys})

    def execute(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Run a statement; `rows` is one mapping or a list of them."""
        return self.connection.execute(statement, rows)

    def add(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add a row."""
        self.connection.execute(table.insert(), row)

    def add_new(self, table: sa.Table, row: Mapping[str, Any]) -> bool:
        """Add a row unless it breaks a rule of uniqueness; tell whether it was added. The transaction goes on."""
        try:
            with self.connection.begin_nested():
                self.add(table, row)
        except sa.exc.IntegrityError:
            return False
        return True

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add a row, or take the place of the one with its primary key; the same row twice at once is no fault."""
        self.connection.execute(upsert(self.connection, table, row), row)

    def forget(self, patient_id: bytes) -> None:
        """Delete every row that names this patient, but those that outlive her: journal, receipts, tombstone."""
        for table in tables_of_a_patient():
            self.connection.execute(table.delete().where(table.c.patient_id == patient_id))

    def among(self, column: sa.ColumnElement[Any], values: Sequence[bytes]) -> sa.ColumnElement[bool]:
        """Return the condition that a column has one of many ids or digests: PostgreSQL is sent them as one array."""
        if self.connection.dialect.name != "postgresql":
            return column.in_(values)
        return column == sa.any_(sa.bindparam(None, list(values), type_=postgresql.ARRAY(Octets())))

    def first(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> sa.Row[Any] | None:
        """Return the first row, or None."""
        return self.connection.execute(statement, values).first()

    def all(
        self, statement: sa.Executable, values: Mapping[str, Any] | None = None
    ) -> Sequence[sa.Row[*tuple[Any, ...]]]:
        """Return every row."""
        return self.connection.execute(statement, values).all()

    def rows(self, prepared: Prepared, values: Mapping[str, Any]) -> list[Any]:
        """Return every row of one of the few statements that every page runs."""
        return prepared.rows(self.connection, values)

    def scalar(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> Any:
        """Return the first column of the first row, or None."""
        return self.connection.execute(statement, values).scalar()


def upsert(connection: sa.Connection, table: sa.Table, columns: Iterable[str]) -> Any:
    """Return the statement that adds rows of these columns, or takes the place of those with their keys."""
    on_postgresql = connection.dialect.name == "postgresql"
    new = (postgresql if on_postgresql else sqlite).insert(table)
    key = [column.name for column in table.primary_key]
    changed = {name: new.excluded[name] for name in columns if name not in key}
    return new.on_conflict_do_update(index_elements=key, set_=changed)
