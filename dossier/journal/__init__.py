"""The journal: append-only entries, one hash chain a patient, written in the act's own transaction."""

from .actions import append, append_alike, begin_chain, hold, hold_free, short_head, witness_of
from .events import Audience, Event
from .queries import Entry, entries_before
from .verify import Fault, chains, verify_chain

__all__ = [
    "Audience",
    "Entry",
    "Event",
    "Fault",
    "append",
    "append_alike",
    "begin_chain",
    "chains",
    "entries_before",
    "hold",
    "hold_free",
    "short_head",
    "verify_chain",
    "witness_of",
]
