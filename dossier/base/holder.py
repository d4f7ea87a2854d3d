"""The shape of a key holder: the keeper, outside the database, of the keys that open the others.

A file in the demo; a PKCS#11 token answers to the same calls without ever giving a key out.
"""

from typing import Protocol


class KeyHolder(Protocol):
    """Wraps patient keys, computes keyed digests and signs. Its own keys never leave it."""

    demo: bool
    """True when the keys were made for a demonstration or for practice; a production start refuses them."""
    practice: bool
    """True when the keys were made for practice; no other start takes them."""

    def wrap(self, key: bytes, bound_to: bytes) -> bytes:
        """Return `key` sealed under the holder's newest root key, bound to `bound_to`."""

    def unwrap(self, wrapped: bytes, bound_to: bytes) -> bytes:
        """Return the key that `wrapped` holds. Raises the vault's `SealBroken` when it isn't bound to `bound_to`."""

    def digest(self, purpose: str, value: bytes) -> bytes:
        """Return the 32-byte keyed digest (HMAC-SHA-256) of `value` for one purpose."""

    def sign(self, message: bytes) -> bytes:
        """Return the service's Ed25519 signature of `message`, 64 bytes."""

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` is the service's own, of exactly this message."""

    @property
    def public_key(self) -> bytes:
        """The 32 bytes with which anybody can check a signature."""
