"""The store: what opens units of work, and tells when the database doesn't do its part."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import sqlalchemy as sa

from dossier.base import KeyHolder, Refused

from .engine import begin_reading, reader_of
from .gathering import Gathering
from .unit import Unit

_SILENT = (sa.exc.OperationalError, sa.exc.InternalError, sa.exc.InterfaceError)
"""A full disk, a database that only reads, a lost connection: nothing of the unit is kept."""


class StoreSilent(Refused):
    """The database can't keep or tell anything now. What was asked has not been done."""

    code: ClassVar[str] = "store-silent"


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
        """Open a unit that only reads; nothing it does is kept. Raises `StoreSilent`."""
        with _told(), self._reader.connect() as connection:
            begin_reading(connection)
            yield Unit(connection, self.holder, writes=False)

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Open a unit whose changes are kept together when the block ends well, and not at all otherwise.

        Raises `StoreSilent` when they can't be kept.
        """
        with _told(), self._writer.begin() as connection:
            yield Unit(connection, self.holder, writes=True)

    @contextmanager
    def gathering(self) -> Iterator[Gathering]:
        """Open a writing unit for many patients at once: rows are sent together when the block ends."""
        with _told(), self._writer.begin() as connection:
            unit = Gathering(connection, self.holder)
            yield unit
            unit.send()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _SILENT as fault:
        raise StoreSilent(kind=type(fault).__name__) from fault
