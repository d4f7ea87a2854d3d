"""Queuing a message, in the transaction of the act it tells of."""

import json
from datetime import datetime
from typing import Any

from dossier.base import new_id
from dossier.journal import Audience, Event, append
from dossier.policy import Acting
from dossier.store import Unit
from dossier.vault import Place, key_of

from .rules import rank_of, rule_of
from .shapes import WAITING
from .tables import message


def queue(  # noqa: PLR0913 -- all that a message is
    unit: Unit,
    acting: Acting,
    now: datetime,
    *,
    kind: str,
    channel: str,
    language: str,
    address: str,
    parameters: dict[str, str],
    not_after: datetime,
    not_before: datetime | None = None,
) -> None:
    """Add a message to send before `not_after`; its address and parameters are sealed with the patient's key.

    The journal entry written here is the witness under which the message may later be opened and sent.
    """
    row = queued_row(unit, acting, now, kind, channel, address, parameters)
    begins = not_before or now
    unit.add(message, row | {"language": language, "not_before": begins, "due_at": begins, "not_after": not_after})


def queued_row(
    unit: Unit, acting: Acting, now: datetime, kind: str, channel: str, address: str, parameters: dict[str, str]
) -> dict[str, Any]:
    """Return the row of a message that begins to wait, but for its language and its instants; the journal is told."""
    message_id = new_id()
    witness = append(unit, acting, Event.OUTBOX_MESSAGE_QUEUED, now, {"kind": kind}, Audience.NOT_PATIENT)
    return {
        "patient_id": acting.patient_id,
        "message_id": message_id,
        "kind": kind,
        "channel": channel,
        "sealed": sealed_body(unit, acting.patient_id, message_id, address, parameters),
        "entry_sequence": witness.sequence,
        "queued_at": now,
        "rank": rank_of(kind),
        "state": WAITING,
        "state_at": now,
        "attempts": 0,
        "rounds": 0,
        "provider": "",
        "unsure": False,
        "not_by": "",
        "why": "",
        "path": channel,
        "follows": None,
        "batch": "",
        "listed": "",
        "address_mark": address_mark(unit, address) if channel == "sms" and rule_of(kind).takes_stop else None,
    }


def address_mark(unit: Unit, address: str) -> bytes:
    """Return the look-up digest of a number: what is told of it needs no one else's messages opened."""
    return unit.holder.digest("outbox-address", address.encode())


def sealed_body(unit: Unit, patient_id: bytes, message_id: bytes, address: str, parameters: dict[str, str]) -> bytes:
    """Return where a message goes and what it says, sealed with the patient's key for this message alone."""
    body = json.dumps({"address": address, "parameters": parameters}, ensure_ascii=False).encode()
    return key_of(unit, patient_id).seal(body, Place("message", message_id))
