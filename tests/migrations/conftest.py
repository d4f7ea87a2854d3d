"""A fresh, empty database for each test, on SQLite and on PostgreSQL."""

import pytest

from dossier.store import make_engine
from tests.kit import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path, worker_id):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'dossier.db'}"
    else:
        url = postgres.new_database(request.getfixturevalue("postgres_address"), f"walk_{worker_id}")
    made = make_engine(url)
    yield made
    made.dispose()
