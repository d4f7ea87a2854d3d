"""Writing to the journal: in the act's own transaction, or not at all."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import Place, Witness, key_of

from .events import Audience, Event
from .rules import FIRST, Link, entry_digest, head_bytes
from .tables import entry, head

_HEAD = sa.select(head.c.sequence, head.c.digest).where(head.c.patient_id == sa.bindparam("patient_id"))
_HEAD_LOCKED = _HEAD.with_for_update()
_HELD = "journal-head"
_SHORT = 8


def append(
    unit: Unit,
    acting: Acting,
    event: Event,
    now: datetime,
    facts: dict[str, str] | Callable[[Witness], dict[str, str]] | None = None,
    audience: Audience = Audience.ALL,
) -> Witness:
    """Add one entry to the chain of the patient acted on; return the witness that lets envelopes open.

    `facts` (who, which document, on what ground) are sealed with the patient's key (CSP R1111-43); of who acts under
    a mandate, its number, the scope, the site, and whether it is at a distance as well; of who stands at a desk, the
    site. When telling them takes an opening of its own (a document's title), they are given as a function of the new
    witness.
    """
    if not unit.writes:
        raise ValueError("an entry written in a reading unit would be lost, and its witness would lie")
    patient_id = acting.patient_id
    witness = Witness(patient_id, _last_link(unit, patient_id)[0] + 1)
    told = {"actor": acting.actor_name, **_mandate(acting), **((facts(witness) if callable(facts) else facts) or {})}
    _chain(unit, patient_id, _Said(now, str(event), str(acting.role), str(audience)), _body(told))
    return witness


def _mandate(acting: Acting) -> dict[str, str]:
    if not acting.mandate:
        return {"site": acting.site} if acting.site else {}
    told = {"mandate": acting.mandate, "scope": str(acting.scope or ""), "site": acting.site}
    return told | {"remote": "yes"} if acting.is_remote else told


def append_alike(
    unit: Unit, role: Role, patient_ids: Iterable[bytes], event: Event, now: datetime, facts: dict[str, str]
) -> None:
    """Add the same entry, seen by all, to the chains of many patients: what the clock does to thousands at once.

    Their turns are taken (`hold_free`) and their keys kept (`keep_keys`) before.
    """
    said, body = _Said(now, str(event), str(role), str(Audience.ALL)), _body({"actor": "", **facts})
    for patient_id in patient_ids:
        _chain(unit, patient_id, said, body)


def hold(unit: Unit, patient_id: bytes) -> None:
    """Wait for this patient's turn: what an action reads after this stays true until its unit ends.

    SQLite's writers wait for each other anyway.
    """
    _last_link(unit, patient_id)


def hold_free(unit: Unit, patient_ids: Sequence[bytes]) -> set[bytes]:
    """Take the turn of those of these patients who have none taken already; return them. Waits for nobody."""
    wanted = sa.select(head.c.patient_id, head.c.sequence, head.c.digest)
    free = unit.among(head.c.patient_id, patient_ids)
    for patient_id, sequence, digest in unit.all(wanted.where(free).with_for_update(skip_locked=True)):
        unit.memo[_HELD, patient_id] = (sequence, digest)
    return {patient_id for patient_id in patient_ids if (_HELD, patient_id) in unit.memo}


def begin_chain(unit: Unit, patient_id: bytes) -> None:
    """Say that this patient is new: her first entry needs no look at what stands before it."""
    unit.memo[_HELD, patient_id] = (0, FIRST)


def short_head(unit: Unit, patient_id: bytes) -> str:
    """Return the head of a patient's chain in short: sixteen hexadecimal signs, printed on her receipts.

    So she is a witness herself: a journal written anew no longer agrees with her paper.
    """
    _, digest = _last_link(unit, patient_id)
    return digest[:_SHORT].hex()


class _Said(NamedTuple):
    """What an entry says in clear."""

    at: datetime
    event: str
    role: str
    audience: str


def _body(told: dict[str, str]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _chain(unit: Unit, patient_id: bytes, said: _Said, body: bytes) -> None:
    last_sequence, previous = _last_link(unit, patient_id)
    sequence = last_sequence + 1
    row: Link = {
        "patient_id": patient_id,
        "sequence": sequence,
        "at": said.at,
        "event": said.event,
        "role": said.role,
        "audience": said.audience,
        "sealed": key_of(unit, patient_id).seal(body, entry_place(sequence)),
        "previous": previous,
    }
    digest = entry_digest(row)
    unit.add(entry, {**row, "digest": digest})
    _move_head(unit, patient_id, sequence, digest)


def _last_link(unit: Unit, patient_id: bytes) -> tuple[int, bytes]:
    """Return the last sequence and digest of a chain, held until this unit ends; (0, FIRST) before the first entry."""
    known: tuple[int, bytes] | None = unit.memo.get((_HELD, patient_id))
    if known is None:
        row = unit.first(_HEAD_LOCKED, {"patient_id": patient_id})
        known = (0, FIRST) if row is None else (row.sequence, row.digest)
        if row is not None:  # nothing is held where there is no head yet
            unit.memo[_HELD, patient_id] = known
    return known


def _move_head(unit: Unit, patient_id: bytes, sequence: int, digest: bytes) -> None:
    mark = unit.holder.digest("journal-head", head_bytes(patient_id, sequence, digest))
    unit.put(head, {"patient_id": patient_id, "sequence": sequence, "digest": digest, "mark": mark})
    unit.memo[_HELD, patient_id] = (sequence, digest)


def witness_of(patient_id: bytes, sequence: int) -> Witness:
    """Return the witness of an entry written earlier: a session's opening covers the lists read in it."""
    return Witness(patient_id, sequence)


def entry_place(sequence: int) -> Place:
    """Return the place an entry's facts are bound to."""
    return Place("journal", sequence.to_bytes(8, "big"))
