"""How an entry is chained to the one before it. Pure."""

import hashlib
from datetime import UTC, datetime
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
    instant = link["at"].astimezone(UTC).isoformat(timespec="microseconds")
    told = (str(link["sequence"]), instant, link["event"], link["role"], link["audience"])
    fields = [link["patient_id"], *(text.encode() for text in told), link["sealed"], link["previous"]]
    hashed = hashlib.sha256()
    for field in fields:
        hashed.update(len(field).to_bytes(4, "big"))
        hashed.update(field)
    return hashed.digest()


def head_bytes(patient_id: bytes, sequence: int, digest: bytes) -> bytes:
    """Return what the key holder marks of a chain's head. All three have a fixed length."""
    return patient_id + sequence.to_bytes(8, "big") + digest
