"""Attacks on the heart run on SQLite and on PostgreSQL too."""

from tests.kit.house import postgres_store, sqlite_store, store

__all__ = ["postgres_store", "sqlite_store", "store"]
