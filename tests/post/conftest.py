"""What the tests of the post share."""

import pytest

from tests.kit.certificates import Certificates, made_in
from tests.kit.house import postgres_store, raw, sqlite_store, store

__all__ = ["postgres_store", "sqlite_store", "store"]


@pytest.fixture
def empty(store):
    """The store, with nothing in its outbox."""
    with store.writing() as unit:
        for table in ("outbox_message", "outbox_attempt", "outbox_provider", "outbox_heard"):
            raw(unit, f"DELETE FROM {table}")
    return store


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> Certificates:
    """An authority, and a server's certificate for 127.0.0.1 under it."""
    return made_in(tmp_path_factory.mktemp("certificates"))
