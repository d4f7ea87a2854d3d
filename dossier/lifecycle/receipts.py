"""Receipts: what was done, when, by which rule, numbered, signed and chained (CRPA L112-3; DESIGN, promise 6).

A receipt is read under the journal entry of its own act. Its number and a signature over the digest of its facts
stay after its owner's key is shredded: enough to say that a paper is genuine, and nothing about her.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from dossier.base import SignCodeMistyped, canonical_sign_code, new_id, new_sign_code
from dossier.identity import check_wait, count_failure, person_of, throttle_key
from dossier.journal import short_head, witness_of
from dossier.policy import Acting
from dossier.store import Unit
from dossier.vault import Place, Witness, canonical, has_key, key_of

from . import tables
from .acts import ActKind, Facts, Receipt, Status, Way
from .cases import Case, window_open
from .zones import PARIS, Zone

_FREE_TRIES = 9
"""With one number from one network."""
_FREE_OF_NETWORK = 100


def issue(
    unit: Unit,
    acting: Acting,
    kind: ActKind,
    way: Way,
    case: Case,
    now: datetime,
    witness: Witness,
    *,
    counts_at: datetime,
) -> Receipt:
    """Write an act and its signed receipt, under the entry that tells of it; return the receipt.

    `counts_at` is the instant that decides whether it is in time: a postmark's, for paper.
    """
    person = person_of(unit, acting.patient_id, witness)
    facts = Facts(
        number=new_sign_code(),
        kind=str(kind),
        way=str(way),
        made_at=now.astimezone(UTC).isoformat(),
        person=f"{person.first_names[0]} {person.name}",
        actor=acting.actor_name,
        zone=str(case.zone),
        regime_id=case.regime_id or "",
        accepted_by=case.accepted_by or "",
        sent_on=_iso(case.sent_on),
        displayed_on=_iso(case.displayed_on),
        accepted_on=_iso(case.accepted_on),
        in_time=window_open(case, counts_at),
        head=short_head(unit, acting.patient_id),
        mandate=acting.mandate,
    )
    act_id = new_id()
    _write(unit, acting.patient_id, act_id, facts, now, witness)
    return receipt_of(unit, acting.patient_id, act_id)


def receipt_of(unit: Unit, patient_id: bytes, act_id: bytes) -> Receipt:
    """Return one receipt of a patient. The caller knows the act: it isn't looked up by number here."""
    return next(one for one in receipts_of(unit, patient_id, tables.act.c.act_id == act_id))


def receipts_of(unit: Unit, patient_id: bytes, *conditions: sa.ColumnElement[bool]) -> list[Receipt]:
    """Return a patient's receipts, newest first."""
    joined = tables.act.join(
        tables.receipt,
        sa.and_(tables.receipt.c.patient_id == tables.act.c.patient_id, tables.receipt.c.act_id == tables.act.c.act_id),
    )
    wanted = sa.select(tables.act, tables.receipt.c.signature).select_from(joined)
    wanted = wanted.where(tables.act.c.patient_id == patient_id, *conditions)
    return [_opened(unit, row._asdict()) for row in unit.all(wanted.order_by(tables.act.c.made_at.desc()))]


def latest_of(unit: Unit, patient_id: bytes, *kinds: ActKind) -> Receipt | None:
    """Return the newest receipt of one of these kinds: an act done twice gives the same one."""
    of_these = tables.act.c.kind.in_([str(kind) for kind in kinds])
    return next(iter(receipts_of(unit, patient_id, of_these)), None)


def genuine(unit: Unit, number: str) -> date | None:
    """Return the day, in Paris, on which the receipt of this number was given; None when it isn't ours.

    Says nothing of its owner, and still answers when her key is shredded.
    """
    row = _found(unit, number)
    if row is None or not unit.holder.signed(_signed_bytes(row._asdict()), row.signature):
        return None
    made_at: datetime = row.made_at
    return made_at.astimezone(PARIS).date()


def owner_of(unit: Unit, number: str) -> tuple[bytes, bytes] | None:
    """Return whose receipt has this number, and which act it is of: (patient_id, act_id)."""
    row = _found(unit, number)
    return None if row is None else (row.patient_id, row.act_id)


def followed(unit: Unit, number: str, birth_on: date, network: str, now: datetime) -> Receipt | None:
    """Return the receipt of this number to whoever knows the birth date as well: where does the request stand?

    Misses count for this number from the caller's network, and widely for the network. Raises `TooManyTries`.
    """
    keys = [throttle_key(unit, "receipt", account, network) for account in (b"", number.encode())]
    for key in keys:
        check_wait(unit, key, now)
    owner = owner_of(unit, number)
    if owner is not None and has_key(unit, owner[0]):
        receipt = receipt_of(unit, *owner)
        if person_of(unit, receipt.patient_id, receipt.witness).birth_on == birth_on:
            return receipt
    for key, free in zip(keys, (_FREE_OF_NETWORK, _FREE_TRIES), strict=True):
        count_failure(unit, key, now, free=free)
    return None


def act_place(act_id: bytes) -> Place:
    """Return the place a receipt's facts are bound to."""
    return Place("act", act_id)


def _write(unit: Unit, patient_id: bytes, act_id: bytes, facts: Facts, now: datetime, witness: Witness) -> None:
    body = facts.to_bytes()
    act_row = {
        "patient_id": patient_id,
        "act_id": act_id,
        "kind": facts.kind,
        "made_at": now,
        "entry_sequence": witness.sequence,
        "sealed": key_of(unit, patient_id).seal(body, act_place(act_id)),
        "status": str(Status.DEPOSITED),
        "status_at": now,
        "status_reason": "",
    }
    receipt_row = {
        "number_digest": _number_digest(unit, facts.number),
        "patient_id": patient_id,
        "act_id": act_id,
        "kind": facts.kind,
        "made_at": now,
        "facts_digest": hashlib.sha256(body).digest(),
    }
    receipt_row["signature"] = unit.holder.sign(_signed_bytes(receipt_row))
    unit.execute(tables.act.insert(), act_row)
    unit.execute(tables.receipt.insert(), receipt_row)


def _signed_bytes(row: Mapping[str, Any]) -> bytes:
    made_at = row["made_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return canonical(b"receipt/1", row["number_digest"], row["kind"].encode(), made_at.encode(), row["facts_digest"])


def _number_digest(unit: Unit, number: str) -> bytes:
    return unit.holder.digest("receipt-number", number.encode())


def _found(unit: Unit, number: str) -> Any:
    try:
        digest = _number_digest(unit, canonical_sign_code(number))
    except SignCodeMistyped:
        return None
    return unit.first(sa.select(tables.receipt).where(tables.receipt.c.number_digest == digest))


def _opened(unit: Unit, row: Mapping[str, Any]) -> Receipt:
    patient_id, act_id = row["patient_id"], row["act_id"]
    witness = witness_of(patient_id, row["entry_sequence"])
    told = Facts(**json.loads(key_of(unit, patient_id).open(row["sealed"], act_place(act_id), witness)))
    return Receipt(
        patient_id=patient_id,
        act_id=act_id,
        witness=witness,
        number=told.number,
        kind=ActKind(told.kind),
        way=Way(told.way),
        made_at=row["made_at"],
        person=told.person,
        actor=told.actor,
        zone=Zone(told.zone),
        regime_id=told.regime_id,
        accepted_by=told.accepted_by,
        sent_on=_day(told.sent_on),
        displayed_on=_day(told.displayed_on),
        accepted_on=_day(told.accepted_on),
        in_time=told.in_time,
        head=told.head,
        signature=row["signature"],
        status=Status(row["status"]),
        status_at=row["status_at"],
        status_reason=row["status_reason"],
        mandate=told.mandate,
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
