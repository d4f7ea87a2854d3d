"""The database: one engine, one unit of work, one metadata for every room's tables."""

from .columns import Instant, metadata
from .engine import answers, make_engine
from .gathering import Gathering
from .marking import is_practice, mark_as_practice
from .prepared import Prepared
from .schema import owned_table, shared_table
from .stores import RowTaken, Store, StoreSilent
from .unit import Unit

__all__ = [
    "Gathering",
    "Instant",
    "Prepared",
    "RowTaken",
    "Store",
    "StoreSilent",
    "Unit",
    "answers",
    "is_practice",
    "make_engine",
    "mark_as_practice",
    "metadata",
    "owned_table",
    "shared_table",
]
