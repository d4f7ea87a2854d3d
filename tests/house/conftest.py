"""Tests of commands that work on whatever a database holds: `store` is one of their own, on SQLite and PostgreSQL."""

from collections.abc import Iterator

import pytest

from dossier.store import Store, make_engine
from migrations import upgrade
from tests.kit.house import new_holder, new_sqlite
from tests.kit.postgres import new_database


@pytest.fixture(scope="module")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One migrated SQLite file for the module."""
    store = new_sqlite(tmp_path_factory.mktemp("commands") / "dossier.db")
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def postgres_store(postgres_address: str, worker_id: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """One migrated PostgreSQL database for the module."""
    name = f"{request.module.__name__.rpartition('.')[2]}_{worker_id}"
    store = Store(make_engine(new_database(postgres_address, name)), new_holder())
    upgrade(store.engine)
    yield store
    store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """The store, once on each database."""
    return request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")
