"""The database: one engine, one unit of work, one metadata for every room's tables."""

from .columns import Instant, metadata
from .engine import answers, make_engine
from .prepared import Prepared
from .schema import owned_table, shared_table
from .unit import Store, Unit

__all__ = ["Instant", "Prepared", "Store", "Unit", "answers", "make_engine", "metadata", "owned_table", "shared_table"]
