"""Acts over a space, the ways they come by, how far they have come, and what their receipts say. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from dossier.vault import Witness

from .zones import Zone


class ActKind(StrEnum):
    """What can be done over a space; opting out, closing and erasing are three different acts."""

    OPT_OUT = "opt-out"
    CLOSURE_REQUEST = "closure-request"
    """An opt-out that came after the window."""
    CLOSURE = "closure"
    ERASURE = "erasure"
    REOPENING = "reopening"
    CHANGE_OF_MIND = "change-of-mind"
    NOT_FOR_ME = "not-for-me"


class Way(StrEnum):
    """By which way an act came."""

    LETTER = "letter"
    """Online, with a letter's code."""
    SIGNED_IN = "signed-in"
    DESK = "desk"
    PHONE = "phone"
    PAPER = "paper"


class Status(StrEnum):
    """How far an act has come on its way to the caisse (DOMAIN B4)."""

    DEPOSITED = "deposited"
    TRANSMITTED = "transmitted"
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a receipt says. Sealed with the patient's key; the days are those kept on her case."""

    number: str
    kind: str
    way: str
    made_at: str
    person: str
    actor: str
    zone: str
    regime_id: str
    accepted_by: str
    sent_on: str
    displayed_on: str
    accepted_on: str
    in_time: bool
    head: str
    mandate: str = ""

    def to_bytes(self) -> bytes:
        """Return the facts as the bytes that are sealed, digested and signed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt, opened, and where its act stands. `person` and `actor` are as identity writes them."""

    patient_id: bytes
    act_id: bytes
    witness: Witness
    """The entry that tells of the act: her receipt is read under it."""
    number: str
    kind: ActKind
    way: Way
    made_at: datetime
    person: str
    actor: str
    """Who acted, when it wasn't the person herself."""
    zone: Zone
    regime_id: str
    accepted_by: str
    sent_on: date | None
    displayed_on: date | None
    accepted_on: date | None
    in_time: bool
    head: str
    """Head of the journal's chain when the act was written, in short."""
    signature: bytes
    status: Status
    status_at: datetime
    status_reason: str
    mandate: str = ""
    """The number of the mandate it was done under; empty for none."""
