"""Password hashing: the only door to argon2, behind an admission that never makes a page wait.

argon2id, 19 MiB, two passes, one lane (OWASP's floor): about 25 ms of one core. A keyed pepper, held outside
the database, goes in first.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dossier.base import KeyHolder, Refused

_PASSWORDS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_RANDOM_CODES = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
_WAITING = 2


class HashingBusy(Refused):
    """Too many people sign in at this moment: one hashing and two waiting are enough for a worker."""

    code: ClassVar[str] = "hashing-busy"


class _Admission:
    """One hashing, two waiting; whoever comes next is told to come back, at once."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(1 + _WAITING)
        self._turn = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise HashingBusy(retry_after_seconds=5)
        try:
            with self._turn:
                yield
        finally:
            self._places.release()


admission = _Admission()
"""This worker's only admission."""


def hash_password(holder: KeyHolder, password: str) -> str:
    """Return the hash to keep. Raises `HashingBusy`."""
    with admission.turn():
        return _PASSWORDS.hash(_peppered(holder, "password", password))


def password_is_right(holder: KeyHolder, kept_hash: str | None, password: str) -> bool:
    """Tell whether the password is the kept one; without a hash, the same work is done and the answer is no.

    Raises `HashingBusy`.
    """
    with admission.turn():
        right = _verify(_PASSWORDS, kept_hash or _NOBODYS_HASH, _peppered(holder, "password", password))
    return right and kept_hash is not None


def hash_card_code(holder: KeyHolder, code: str) -> str:
    """Return the hash of one random card code. The pepper is what protects 8 digits, not the cost."""
    return _RANDOM_CODES.hash(_peppered(holder, "card-code", code))


def card_code_is_right(holder: KeyHolder, kept_hash: str, code: str) -> bool:
    """Tell whether this is the card's code for that line."""
    return _verify(_RANDOM_CODES, kept_hash, _peppered(holder, "card-code", code))


def _peppered(holder: KeyHolder, purpose: str, secret: str) -> bytes:
    return holder.digest(f"pepper:{purpose}", secret.encode())


def _verify(hasher: PasswordHasher, kept_hash: str, secret: bytes) -> bool:
    try:
        return hasher.verify(kept_hash, secret)
    except (VerificationError, InvalidHashError):
        return False


_NOBODYS_HASH = _PASSWORDS.hash(b"nobody has this password")
