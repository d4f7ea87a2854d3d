"""Tombstones: who was erased, signed, so that no old backup brings anybody back (SECURITY 4).

A tombstone names a patient id and is never lifted. Somebody who asks for a record again is enrolled anew, under
another id; only the caisse's files are kept from announcing her by themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from dossier.base import KeyHolder
from dossier.store import Unit
from dossier.vault import canonical, with_keys

from .tables import space, tombstone

_PAGE = 5000


class Reason(StrEnum):
    """Why somebody was erased."""

    OPT_OUT = "opt-out"
    ERASURE = "erasure"
    """She asked for it."""
    ARCHIVE = "archive"
    """The ten years of a closed record are over."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Who was erased, why and when. `ins_digest` finds her in a file of the caisse without telling who she is."""

    patient_id: bytes
    ins_digest: bytes
    reason: str
    made_at: datetime
    signature: bytes

    def is_genuine(self, holder: KeyHolder) -> bool:
        """Tell whether the service signed exactly this."""
        return holder.signed(self._signed_bytes(), self.signature)

    @classmethod
    def made(
        cls, holder: KeyHolder, patient_id: bytes, ins_digest: bytes, reason: Reason, now: datetime
    ) -> "Tombstone":
        """Return a signed tombstone."""
        bare = cls(patient_id, ins_digest, str(reason), now, b"")
        return replace(bare, signature=holder.sign(bare._signed_bytes()))

    def _signed_bytes(self) -> bytes:
        made_at = self.made_at.astimezone(UTC).isoformat(timespec="microseconds")
        return canonical(b"tombstone/1", self.patient_id, self.ins_digest, self.reason.encode(), made_at.encode())


def keep_tombstone(unit: Unit, stone: Tombstone) -> None:
    """Keep a tombstone; the same one twice is no fault."""
    unit.put(tombstone, asdict(stone))


def all_tombstones(unit: Unit) -> Iterator[Tombstone]:
    """Yield every tombstone, by patient, unverified; page by page, so that their number takes no memory."""
    last = b""
    while page := unit.all(_of_page(last)):
        yield from (Tombstone(**row._asdict()) for row in page)
        last = page[-1].patient_id


def tombstones_of(unit: Unit, patient_ids: Sequence[bytes]) -> dict[bytes, Tombstone]:
    """Return the tombstones of these patients by their ids, unverified; who has none isn't there."""
    found = unit.all(sa.select(tombstone).where(unit.among(tombstone.c.patient_id, patient_ids)))
    return {row.patient_id: Tombstone(**row._asdict()) for row in found}


def count_tombstones(unit: Unit) -> int:
    """Return how many people were erased."""
    found: int = unit.scalar(sa.select(sa.func.count()).select_from(tombstone))
    return found


def brought_back(unit: Unit, patient_ids: Sequence[bytes]) -> set[bytes]:
    """Return which of these erased patients are in the database: an old backup brought them back."""
    spaces = sa.select(space.c.patient_id).where(unit.among(space.c.patient_id, patient_ids))
    return with_keys(unit, patient_ids) | {row.patient_id for row in unit.all(spaces)}


def _of_page(last: bytes) -> sa.Select[Any]:
    return sa.select(tombstone).where(tombstone.c.patient_id > last).order_by(tombstone.c.patient_id).limit(_PAGE)
