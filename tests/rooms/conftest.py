"""Every test here that asks for `store` runs on SQLite and on PostgreSQL."""

from tests.kit.house import postgres_store, sqlite_store, store, writing

__all__ = ["postgres_store", "sqlite_store", "store", "writing"]
