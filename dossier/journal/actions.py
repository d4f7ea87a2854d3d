"""Writing to the journal: in the act's own transaction, or not at all."""

import json
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from dossier.policy import Acting
from dossier.store import Unit
from dossier.vault import Place, Witness, key_of

from .events import Audience, Event
from .rules import FIRST, Link, entry_digest, head_bytes
from .tables import entry, head

_HEAD = sa.select(head.c.sequence, head.c.digest).where(head.c.patient_id == sa.bindparam("patient_id"))
_HEAD_LOCKED = _HEAD.with_for_update()


def append(
    unit: Unit,
    acting: Acting,
    event: Event,
    now: datetime,
    facts: dict[str, str] | Callable[[Witness], dict[str, str]] | None = None,
    audience: Audience = Audience.ALL,
) -> Witness:
    """Add one entry to the chain of the patient acted on; return the witness that lets envelopes open.

    `facts` (who, which document, on what ground) are sealed with the patient's key (CSP R1111-43). When telling
    them takes an opening of its own (a document's title), they are given as a function of the new witness.
    """
    if not unit.writes:
        raise ValueError("an entry written in a reading unit would be lost, and its witness would lie")
    patient_id = acting.patient_id
    last = unit.first(_HEAD_LOCKED, {"patient_id": patient_id})
    sequence = 1 if last is None else last.sequence + 1
    witness = Witness(patient_id, sequence)
    told = {"actor": acting.actor_name, **((facts(witness) if callable(facts) else facts) or {})}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    row: Link = {
        "patient_id": patient_id,
        "sequence": sequence,
        "at": now,
        "event": str(event),
        "role": str(acting.role),
        "audience": str(audience),
        "sealed": key_of(unit, patient_id).seal(body, entry_place(sequence)),
        "previous": FIRST if last is None else last.digest,
    }
    digest = entry_digest(row)
    unit.execute(entry.insert(), {**row, "digest": digest})
    _move_head(unit, patient_id, sequence, digest)
    return witness


def hold(unit: Unit, patient_id: bytes) -> None:
    """Wait for this patient's turn: what an action reads after this stays true until its unit ends.

    SQLite's writers wait for each other anyway.
    """
    unit.first(_HEAD_LOCKED, {"patient_id": patient_id})


def _move_head(unit: Unit, patient_id: bytes, sequence: int, digest: bytes) -> None:
    mark = unit.holder.digest("journal-head", head_bytes(patient_id, sequence, digest))
    values = {"sequence": sequence, "digest": digest, "mark": mark}
    if sequence == 1:
        unit.execute(head.insert(), {"patient_id": patient_id, **values})
    else:
        unit.execute(head.update().where(head.c.patient_id == patient_id).values(values))


def witness_of(patient_id: bytes, sequence: int) -> Witness:
    """Return the witness of an entry written earlier: a session's opening covers the lists read in it."""
    return Witness(patient_id, sequence)


def entry_place(sequence: int) -> Place:
    """Return the place an entry's facts are bound to."""
    return Place("journal", sequence.to_bytes(8, "big"))
