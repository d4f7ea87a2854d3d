"""The engine: PostgreSQL in production, SQLite (WAL) for the demonstration; the same code over both."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from psycopg.types.array import ListBinaryDumper
from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import event
from sqlalchemy.engine import make_url

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # a shredded key is written over, not only let go
    "busy_timeout=30000",
    "cache_size=-20000",
)


def make_engine(url: str) -> sa.Engine:
    """Return an engine for `url`. SQLite's folder is made when it is missing.

    Values bound to a statement never stand in an error's text: errors reach the logs.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return _postgres(parsed)


def _postgres(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Thousands of ids and digests at once: written as text they cost more than finding their rows.
        connection.adapters.register_dumper(bytes, BytesBinaryDumper)
        connection.adapters.register_dumper(list, ListBinaryDumper)

    return engine


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN would come late and deferred
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # Writers take the lock at once: deferred ones fail "locked" when two of them meet.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def answers(engine: sa.Engine) -> bool:
    """Tell whether the database can be reached."""
    try:
        with engine.connect():
            return True
    except sa.exc.OperationalError:
        return False


def reader_of(engine: sa.Engine) -> sa.Engine:
    """Return an engine over the same connections, for transactions that only read and see one moment of the database.

    On SQLite it has no listener: the writers' calls its own four times a statement, whatever it listens to, which is
    a tenth of a page. So nothing begins there by itself: `begin_reading` does.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    reader = sa.create_engine(engine.url, pool=engine.pool, hide_parameters=True)
    reader.dialect = engine.dialect  # its own would stay unprepared when a writer connects first
    return reader


def begin_reading(connection: sa.Connection) -> None:
    """Begin a reader's transaction, where the driver doesn't do it by itself."""
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("BEGIN")
