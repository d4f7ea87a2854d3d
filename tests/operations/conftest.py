"""Operators look at a house on SQLite and on PostgreSQL."""

from tests.kit.house import postgres_store, sqlite_store, store

__all__ = ["postgres_store", "sqlite_store", "store"]
