"""How an entry is chained to the one before it. Pure."""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypedDict

FIRST = bytes(32)
"""What stands before the first entry."""


class Link(TypedDict):
    """What an entry's digest covers, named as the entry's columns."""

    patient_id: bytes
    sequence: int
    at: datetime
    event: str
    role: str
    audience: str
    sealed: bytes
    previous: bytes


def entry_digest(link: Link) -> bytes:
    """Return the 32-byte digest of an entry and of all before it.

    It covers the sealed facts, not the clear ones: the chain stays verifiable after a key is shredded.
    """
    said = _said(link["at"], link["event"], link["role"], link["audience"])
    sequence = str(link["sequence"]).encode()
    fields = (_field(link["patient_id"]), _field(sequence), said, _field(link["sealed"]), _field(link["previous"]))
    return hashlib.sha256(b"".join(fields)).digest()


@lru_cache(maxsize=64)
def _said(at: datetime, event: str, role: str, audience: str) -> bytes:
    """Return what is the same in all entries that one batch writes."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return b"".join(_field(text.encode()) for text in (instant, event, role, audience))


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def head_bytes(patient_id: bytes, sequence: int, digest: bytes) -> bytes:
    """Return what the key holder marks of a chain's head. All three have a fixed length."""
    return patient_id + sequence.to_bytes(8, "big") + digest
