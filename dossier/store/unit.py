"""The unit of work: one open transaction, passed first to every action and query."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dossier.base import KeyHolder

from .engine import begin_reading, reader_of
from .prepared import Prepared


class Unit:
    """One transaction and the key holder that goes with it. Closed at the door, never inside a room."""

    __slots__ = ("connection", "holder", "kept", "writes")

    def __init__(self, connection: sa.Connection, holder: KeyHolder, *, writes: bool) -> None:
        """Stand over an open connection; `writes` says whether changes are allowed."""
        self.connection = connection
        self.holder = holder
        self.writes = writes
        self.kept: dict[bytes, Any] = {}
        """Unwrapped patient keys, for the length of this transaction only."""

    def execute(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Run a statement; `rows` is one mapping or a list of them."""
        return self.connection.execute(statement, rows)

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add a row, or take the place of the one with its primary key; the same row twice at once is no fault."""
        on_postgresql = self.connection.dialect.name == "postgresql"
        new = (postgresql if on_postgresql else sqlite).insert(table).values(row)
        key = [column.name for column in table.primary_key]
        changed = {name: new.excluded[name] for name in row if name not in key}
        self.connection.execute(new.on_conflict_do_update(index_elements=key, set_=changed))

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


class Store:
    """The engine and the key holder: what opens units."""

    def __init__(self, engine: sa.Engine, holder: KeyHolder) -> None:
        """Keep what every unit needs."""
        self.engine = engine
        self.holder = holder
        self._reader = reader_of(engine)
        self._writer = engine.execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that only reads; nothing it does is kept."""
        with self._reader.connect() as connection:
            begin_reading(connection)
            yield Unit(connection, self.holder, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Open a unit whose changes are kept together when the block ends well, and not at all otherwise."""
        with self._writer.begin() as connection:
            yield Unit(connection, self.holder, writes=True)
