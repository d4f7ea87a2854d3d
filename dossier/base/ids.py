"""Ids: 128 random bits, so that an address tells nothing about a person and can't be guessed."""

import re
import secrets

_LENGTH = 16
_WRITTEN = re.compile(r"[0-9a-f]{32}")


def new_id() -> bytes:
    """Return a fresh random id of 16 bytes."""
    return secrets.token_bytes(_LENGTH)


def to_text(value: bytes) -> str:
    """Return the id as 32 lower-case hexadecimal signs, as addresses carry it."""
    return value.hex()


def from_text(text: str) -> bytes | None:
    """Return the id that an address carries, or None when the text isn't one."""
    return bytes.fromhex(text) if _WRITTEN.fullmatch(text) else None
