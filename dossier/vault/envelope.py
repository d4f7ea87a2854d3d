"""Envelopes: AES-256-GCM, bound to the patient, the object, its version and its kind."""

import os
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dossier.base import Refused

_SCHEME = b"dossier-clair/1"
_NONCE = 12


class SealBroken(Refused):
    """An envelope does not open: another key, another place, or changed bytes."""

    code: ClassVar[str] = "seal-broken"


class Place(NamedTuple):
    """What an envelope holds: its kind, the object it belongs to, and the object's version."""

    kind: str
    object_id: bytes
    version: int = 1


@dataclass(frozen=True, slots=True)
class Witness:
    """The journal entry that tells of an opening. Only the journal makes one (a test of the house holds it)."""

    patient_id: bytes
    sequence: int


def canonical(*fields: bytes) -> bytes:
    """Join fields so that no two different lists give the same bytes: each is preceded by its length."""
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


def seal(cipher: AESGCM, plain: bytes, bound_to: bytes) -> bytes:
    """Return nonce and sealed bytes; `bound_to` must be given again to open."""
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, bound_to)


def unseal(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    """Return the clear bytes. Raises `SealBroken`."""
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def binding(patient_id: bytes, place: Place) -> bytes:
    """Return the canonical associated data of an envelope."""
    kind, object_id, version = place
    return _owner_and_kind(patient_id, kind) + canonical(object_id, version.to_bytes(4, "big"))


@lru_cache(maxsize=256)
def _owner_and_kind(patient_id: bytes, kind: str) -> bytes:
    """Return the part that a list's twenty envelopes share: a third of the cost of opening one."""
    return canonical(_SCHEME, patient_id, kind.encode())
