"""A key holder kept in a file, outside the database: for the demonstration and for small installations."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import ClassVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dossier.base import Refused

from .envelope import SealBroken, seal, unseal


class HolderMissing(Refused):
    """The file that holds the root keys is not there, or can't be read as one."""

    code: ClassVar[str] = "key-holder-missing"


class FileKeyHolder:
    """Root keys by version and one digest key, read from a file that only its owner may read."""

    def __init__(self, roots: dict[int, bytes], digest_key: bytes, *, demo: bool, practice: bool = False) -> None:
        """Hold the keys in memory; the newest root wraps."""
        self.demo = demo
        self.practice = practice
        self._newest = max(roots)
        self._ciphers = {version: AESGCM(key) for version, key in roots.items()}
        # The mark goes into the keys: without it the same file finds nothing and signs with another key.
        self._digest_key = hmac.digest(digest_key, b"practice", hashlib.sha256) if practice else digest_key
        self._purposes: dict[str, bytes] = {}
        # A key of its own, made from the digest key: files written before receipts were signed stay good.
        self._signing_key = Ed25519PrivateKey.from_private_bytes(self.digest("signing-key", b""))

    @classmethod
    def read(cls, path: Path) -> FileKeyHolder:
        """Read the holder's file. Raises `HolderMissing`."""
        try:
            told = json.loads(path.read_text())
            roots = {int(version): bytes.fromhex(key) for version, key in told["roots"].items()}
            practice = bool(told.get("practice", False))  # files written before there was practice don't say
            return cls(roots, bytes.fromhex(told["digest"]), demo=bool(told["demo"]), practice=practice)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise HolderMissing(path=path.name) from None

    @staticmethod
    def make(path: Path, *, demo: bool, practice: bool = False) -> None:
        """Write a file with fresh keys, readable by its owner alone. Never overwrites one."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        marks = {"demo": demo, "practice": practice}
        told = {**marks, "roots": {"1": secrets.token_hex(32)}, "digest": secrets.token_hex(32)}
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(told, file, indent=1)

    def wrap(self, key: bytes, bound_to: bytes) -> bytes:
        """Return the key sealed under the newest root, its version in front."""
        version = self._newest.to_bytes(2, "big")
        return version + seal(self._ciphers[self._newest], key, version + bound_to)

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        """Return the wrapped key. Raises `SealBroken`."""
        version = wrapped[:2]
        cipher = self._ciphers.get(int.from_bytes(version, "big"))
        if cipher is None:
            raise SealBroken
        return unseal(cipher, wrapped[2:], version + bound_to)

    def digest(self, purpose: str, value: bytes) -> bytes:
        """Return a 32-byte digest under a key of this purpose's own."""
        key = self._purposes.get(purpose)
        if key is None:
            key = self._purposes[purpose] = hmac.digest(self._digest_key, purpose.encode(), hashlib.sha256)
        return hmac.digest(key, value, hashlib.sha256)

    def sign(self, message: bytes) -> bytes:
        """Return the service's Ed25519 signature of `message`, 64 bytes."""
        return self._signing_key.sign(message)

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` is the service's own, of exactly this message."""
        try:
            self._signing_key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @property
    def public_key(self) -> bytes:
        """The 32 bytes with which anybody can check a signature."""
        return self._signing_key.public_key().public_bytes_raw()
