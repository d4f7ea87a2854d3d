"""The first page of an open record, the states in which it is not open, and the choice between records."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.ui import DocumentLine, ReceiptLines


@dataclass(frozen=True, slots=True)
class RecordHomePage:
    """Template `record/home.html`, at `/mon-dossier`. `person` is the name to greet: `Madame Roux`."""

    person: str
    latest: tuple[DocumentLine, ...] = ()
    documents: int = 0
    several_records: bool = False
    card_lines: int = 0
    """Codes left on the reader's card, when it runs out; else 0."""


@dataclass(frozen=True, slots=True)
class RecordStatePage:
    """Template `record/state.html`: the record cannot be read now.

    `since` is the day of the letter (announced), of the opt-out or of the closure; it may be missing. Announced:
    `last_day` to say no, none when it isn't known or is past; `stopped` when somebody said that the letter wasn't for
    her. Closed: `erased_on`, at the latest, when erasure was asked for. `request` is the newest receipt, if any.
    """

    state: Literal["announced", "not-activated", "opted-out", "closed"]
    person: str
    since: date | None = None
    several_records: bool = False
    last_day: date | None = None
    stopped: bool = False
    erased_on: date | None = None
    request: ReceiptLines | None = None


@dataclass(frozen=True, slots=True)
class RecordChoice:
    """One record the reader may open. `key` is posted as `record`; `name` may be empty for one's own."""

    key: str
    name: str
    relation: Literal["self", "child", "represented"]


@dataclass(frozen=True, slots=True)
class ChooseRecordPage:
    """Template `record/choose.html`, at `/dossiers`. Posts `record`."""

    records: tuple[RecordChoice, ...]
