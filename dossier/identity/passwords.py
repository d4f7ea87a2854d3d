"""Password hashing: the only door to argon2, behind an admission that never makes a page wait.

argon2id, 19 MiB, two passes, one lane (OWASP's floor): about 25 ms of one core. A keyed pepper, held outside
the database, goes in first. The work is done in a thread of its own that the system serves after all others: while a
crowd signs in, whoever reads is not kept waiting.
"""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dossier.base import KeyHolder, Refused

_PASSWORDS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_RANDOM_CODES = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
_WAITING = 2
_LAST_SERVED = 19
"""The lowest priority there is (nice): a reader's page comes first, always."""
T = TypeVar("T")


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


def _worker() -> ThreadPoolExecutor:
    """Return a thread that hashes one password and ends: beside the hash itself it costs nothing."""

    def yield_to_readers() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LAST_SERVED)  # on Linux, of this thread alone

    return ThreadPoolExecutor(1, "hashing", yield_to_readers)


def _aside(work: Callable[[], T]) -> T:
    """Do the slow work in its own thread, when it is this one's turn. Raises `HashingBusy`."""
    with admission.turn(), _worker() as worker:
        return worker.submit(work).result()


def hash_password(holder: KeyHolder, password: str) -> str:
    """Return the hash to keep. Raises `HashingBusy`."""
    secret = _peppered(holder, "password", password)
    return _aside(lambda: _PASSWORDS.hash(secret))


def password_is_right(holder: KeyHolder, kept_hash: str | None, password: str) -> bool:
    """Tell whether the password is the kept one; without a hash, the same work is done and the answer is no.

    Raises `HashingBusy`.
    """
    secret = _peppered(holder, "password", password)
    return _aside(lambda: _verify(_PASSWORDS, kept_hash or _NOBODYS_HASH, secret)) and kept_hash is not None


def hash_card_code(holder: KeyHolder, code: str) -> str:
    """Return the hash of one random card code. The pepper is what protects 8 digits, not the cost."""
    return _RANDOM_CODES.hash(_peppered(holder, "card-code", code))


def card_code_is_right(holder: KeyHolder, kept_hash: str | None, code: str) -> bool:
    """Tell whether this is the card's code for that line; without one, the same work is done and the answer is no."""
    right = _verify(_RANDOM_CODES, kept_hash or _NOBODYS_CODE_HASH, _peppered(holder, "card-code", code))
    return right and kept_hash is not None


def _peppered(holder: KeyHolder, purpose: str, secret: str) -> bytes:
    return holder.digest(f"pepper:{purpose}", secret.encode())


def _verify(hasher: PasswordHasher, kept_hash: str, secret: bytes) -> bool:
    try:
        return hasher.verify(kept_hash, secret)
    except (VerificationError, InvalidHashError):
        return False


_NOBODYS_HASH = _PASSWORDS.hash(b"nobody has this password")
_NOBODYS_CODE_HASH = _RANDOM_CODES.hash(b"nobody has this code")
