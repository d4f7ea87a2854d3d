"""A key for each patient: made, found, used through envelopes, and shredded."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dossier.base import KeyHolder
from dossier.store import Unit

from .envelope import Place, SealBroken, Witness, binding, canonical, seal, unseal
from .tables import patient_key

_FIND = sa.select(patient_key.c.wrapped).where(patient_key.c.patient_id == sa.bindparam("patient_id"))


class PatientKey:
    """One patient's key, unwrapped in memory for one unit of work."""

    __slots__ = ("_cipher", "_key", "patient_id")

    def __init__(self, patient_id: bytes, key: bytes) -> None:
        """Hold the key; it is never given out."""
        self.patient_id = patient_id
        self._key = key
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Return an envelope that opens only for this patient and this place."""
        return seal(self._cipher, plain, binding(self.patient_id, place))

    def open(self, sealed: bytes, place: Place, witness: Witness) -> bytes:
        """Return the clear bytes; the witness proves that the journal tells of it. Raises `SealBroken`."""
        if witness.patient_id != self.patient_id:
            raise SealBroken
        return unseal(self._cipher, sealed, binding(self.patient_id, place))

    def digest(self, purpose: str, value: bytes) -> bytes:
        """Return a 16-byte digest that means nothing without this patient's key."""
        digest_key = hmac.digest(self._key, b"digest", hashlib.sha256)
        return hmac.digest(digest_key, canonical(purpose.encode(), value), hashlib.sha256)[:16]


def create_key(unit: Unit, patient_id: bytes, now: datetime) -> PatientKey:
    """Make and keep a patient's key, wrapped by the key holder."""
    key = secrets.token_bytes(32)
    wrapped = unit.holder.wrap(key, _bound(patient_id))
    unit.add(patient_key, {"patient_id": patient_id, "version": 1, "wrapped": wrapped, "made_at": now})
    made = unit.kept[patient_id] = PatientKey(patient_id, key)
    return made


def key_of(unit: Unit, patient_id: bytes) -> PatientKey:
    """Return a patient's key. Raises `SealBroken` when she has none (shredded or never made)."""
    kept: PatientKey | None = unit.kept.get(patient_id)
    if kept is not None:
        return kept
    wrapped = unit.scalar(_FIND, {"patient_id": patient_id})
    if wrapped is None:
        raise SealBroken
    return keep_key(unit, patient_id, wrapped)


def keep_key(unit: Unit, patient_id: bytes, wrapped: bytes) -> PatientKey:
    """Unwrap a key that another statement brought along, and keep it for this unit. Raises `SealBroken`."""
    key = PatientKey(patient_id, _unwrap(unit.holder, patient_id, wrapped))
    unit.kept[patient_id] = key
    return key


def keep_keys(unit: Unit, patient_ids: Sequence[bytes]) -> None:
    """Keep the keys of many patients for this unit, found in one statement.

    One who has none, or a broken one, is left out: she keeps nobody else waiting.
    """
    wanted = sa.select(patient_key.c.patient_id, patient_key.c.wrapped)
    for patient_id, wrapped in unit.all(wanted.where(unit.among(patient_key.c.patient_id, patient_ids))):
        with suppress(SealBroken):
            keep_key(unit, patient_id, wrapped)


def wrapped_key_of(patient_id: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """Return a subquery for a patient's wrapped key, so that a hot page needs no statement of its own."""
    found = sa.select(patient_key.c.wrapped).where(patient_key.c.patient_id == patient_id)
    return found.correlate_except(patient_key).scalar_subquery()


def has_key(unit: Unit, patient_id: bytes) -> bool:
    """Tell whether a patient's key is there: after shredding it isn't."""
    return patient_id in unit.kept or unit.scalar(_FIND, {"patient_id": patient_id}) is not None


def with_keys(unit: Unit, patient_ids: Sequence[bytes]) -> set[bytes]:
    """Return which of these patients have a key."""
    among = unit.among(patient_key.c.patient_id, patient_ids)
    return {row.patient_id for row in unit.all(sa.select(patient_key.c.patient_id).where(among))}


def key_holders_of_all(unit: Unit) -> Iterator[bytes]:
    """Yield the id of every patient who has a key, for checks over the whole house."""
    for row in unit.execute(sa.select(patient_key.c.patient_id).order_by(patient_key.c.patient_id)):
        yield row[0]


def shred(unit: Unit, patient_id: bytes) -> None:
    """Delete a patient's key: what it sealed can't be read any more, by anyone."""
    unit.kept.pop(patient_id, None)
    unit.execute(patient_key.delete().where(patient_key.c.patient_id == patient_id))


def _bound(patient_id: bytes) -> bytes:
    return canonical(b"patient-key", patient_id)


def _unwrap(holder: KeyHolder, patient_id: bytes, wrapped: bytes) -> bytes:
    return holder.unwrap(wrapped, _bound(patient_id))
