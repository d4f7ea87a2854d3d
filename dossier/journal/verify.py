"""Checking the chains: any entry changed, removed, reordered or cut off is found."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import key_holders_of_all

from .rules import FIRST, Link, entry_digest, head_bytes
from .tables import entry, head


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is wrong with a chain, from this entry on."""

    patient_id: bytes
    sequence: int
    kind: str
    """changed, missing, head-missing, head-forged or cut."""


def chains(unit: Unit) -> list[bytes]:
    """Return the patients whose chains must be whole: all who have a key, an entry or a head."""
    found = set(key_holders_of_all(unit))
    for table in (entry, head):
        found.update(row[0] for row in unit.execute(sa.select(table.c.patient_id).distinct()))
    return sorted(found)


def verify_chain(unit: Unit, patient_id: bytes) -> list[Fault]:
    """Return the faults of one patient's chain; none when it is whole. Stops at the first broken link."""
    sequence, previous = 0, FIRST
    for number, digest, fault in _links(unit, patient_id):
        if fault:
            return [Fault(patient_id, number, fault)]
        sequence, previous = number, digest
    return _head_faults(unit, patient_id, sequence, previous)


def _links(unit: Unit, patient_id: bytes) -> Iterator[tuple[int, bytes, str]]:
    wanted = sa.select(entry).where(entry.c.patient_id == patient_id).order_by(entry.c.sequence)
    expected, previous = 1, FIRST
    for row in unit.execute(wanted).mappings():
        if row["sequence"] != expected:
            yield expected, previous, "missing"
            return
        right = row["previous"] == previous and entry_digest(cast("Link", row)) == row["digest"]
        yield expected, row["digest"], "" if right else "changed"
        expected, previous = expected + 1, row["digest"]


def _head_faults(unit: Unit, patient_id: bytes, sequence: int, digest: bytes) -> list[Fault]:
    row = unit.first(sa.select(head).where(head.c.patient_id == patient_id))
    if row is None:
        return [Fault(patient_id, sequence, "head-missing")]
    mark = unit.holder.digest("journal-head", head_bytes(patient_id, row.sequence, row.digest))
    if not hmac.compare_digest(mark, row.mark):
        return [Fault(patient_id, row.sequence, "head-forged")]
    if (row.sequence, row.digest) != (sequence, digest):
        return [Fault(patient_id, sequence, "cut")]
    return []
