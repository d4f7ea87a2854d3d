"""How an entry is chained to the one before it. Pure."""

import hashlib
from datetime import UTC, datetime

FIRST = bytes(32)
"""What stands before the first entry."""


def entry_digest(
    *,
    patient_id: bytes,
    sequence: int,
    at: datetime,
    event: str,
    role: str,
    audience: str,
    sealed: bytes,
    previous: bytes,
) -> bytes:
    """Return the 32-byte digest of an entry and of all before it.

    It covers the sealed facts, not the clear ones: the chain stays verifiable after a key is shredded.
    """
    instant = at.astimezone(UTC).isoformat(timespec="microseconds").encode()
    fields = (patient_id, str(sequence).encode(), instant, event.encode(), role.encode(), audience.encode())
    hashed = hashlib.sha256()
    for field in (*fields, sealed, previous):
        hashed.update(len(field).to_bytes(4, "big"))
        hashed.update(field)
    return hashed.digest()


def head_bytes(patient_id: bytes, sequence: int, digest: bytes) -> bytes:
    """Return what the key holder marks of a chain's head. All three have a fixed length."""
    return patient_id + sequence.to_bytes(8, "big") + digest
