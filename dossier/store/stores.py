"""The store: what opens units of work, and tells when the database doesn't do its part."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import KeyHolder, Refused

from .engine import begin_reading, reader_of
from .gathering import Gathering
from .unit import Unit


class StoreSilent(Refused):
    """The database can't keep or tell anything now. What was asked has not been done."""

    code: ClassVar[str] = "store-silent"


class RowTaken(Refused):
    """Another unit added a row meanwhile that may be there only once. Nothing of this unit is kept: do it again."""

    code: ClassVar[str] = "row-taken"


class Store:
    """The engine and the key holder: what opens units."""

    def __init__(self, engine: sa.Engine, holder: KeyHolder) -> None:
        """Keep what every unit needs."""
        self.engine = engine
        self.holder = holder
        self._reader = reader_of(engine)
        self._writer = engine.execution_options(writes=True)
        # A full disk, a database that only reads, a lost connection: said by the engine, or by the driver itself
        # where it runs a statement alone.
        driver = engine.dialect.loaded_dbapi
        self._silence = tuple(
            getattr(errors, name)
            for errors in (sa.exc, driver)
            for name in ("OperationalError", "InternalError", "InterfaceError")
        )

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Open a unit that only reads; nothing it does is kept. Raises `StoreSilent`."""
        with self._told(), self._reader.connect() as connection:
            begin_reading(connection)
            yield Unit(connection, self.holder, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Open a unit whose changes are kept together when the block ends well, and not at all otherwise.

        Raises `StoreSilent` when they can't be kept.
        """
        with self._told(), self._writer.begin() as connection:
            yield Unit(connection, self.holder, writes=True)

    @contextmanager
    def gathering(self) -> Iterator[Gathering]:
        """Open a writing unit for many patients at once: rows are sent together when the block ends.

        Raises `RowTaken`, `StoreSilent`.
        """
        try:
            with self._told(), self._writer.begin() as connection:
                unit = Gathering(connection, self.holder)
                yield unit
                unit.send()
        except sa.exc.IntegrityError:
            raise RowTaken from None

    def drop_old_pages(self) -> None:
        """Empty SQLite's log, which still holds what was erased as it stood before; done at the end of erasures.

        Waits for readers as long as a writer does, and leaves the rest for another time. PostgreSQL keeps its own
        house (docs/jobs.md). Raises `StoreSilent`.
        """
        if self.engine.dialect.name != "sqlite":
            return
        with self._told(), closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._silence as fault:
            raise StoreSilent(kind=type(fault).__name__) from fault
