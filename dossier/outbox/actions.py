"""Queuing a message, in the transaction of the act it tells of."""

import json
from datetime import datetime

from dossier.base import new_id
from dossier.journal import Audience, Event, append
from dossier.policy import Acting
from dossier.store import Unit
from dossier.vault import Place, key_of

from .tables import message

WAITING = "waiting"


def queue(
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
) -> None:
    """Add a message to send before `not_after`; its address and parameters are sealed with the patient's key.

    The journal entry written here is the witness under which the message may later be opened and sent.
    """
    message_id = new_id()
    witness = append(unit, acting, Event.OUTBOX_MESSAGE_QUEUED, now, {"kind": kind}, Audience.NOT_PATIENT)
    row = {
        "patient_id": acting.patient_id,
        "message_id": message_id,
        "kind": kind,
        "channel": channel,
        "language": language,
        "sealed": sealed_body(unit, acting.patient_id, message_id, address, parameters),
        "entry_sequence": witness.sequence,
        "queued_at": now,
        "not_after": not_after,
        "not_before": None,
        "state": WAITING,
        "state_at": now,
        "batch": "",
    }
    unit.add(message, row)


def sealed_body(unit: Unit, patient_id: bytes, message_id: bytes, address: str, parameters: dict[str, str]) -> bytes:
    """Return where a message goes and what it says, sealed with the patient's key for this message alone."""
    body = json.dumps({"address": address, "parameters": parameters}, ensure_ascii=False).encode()
    return key_of(unit, patient_id).seal(body, Place("message", message_id))
