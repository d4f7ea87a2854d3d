"""Batches of letters after they left our hands: each one's seal, and how far its letters have come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from dossier.store import Unit

from .shapes import BOUNCED, DELIVERED, HANDED
from .tables import attempt, letter_batch, message

PRINT_SHOP = "print-shop"
"""Whoever prints letters and takes them to the post, as a provider of ours."""
PRINTED = "accepted"
"""What a try says of a letter that was printed; while it is empty, nobody acknowledged the letter."""


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """A batch that was handed over: its letters are numbered from 1."""

    name: str
    handed_at: datetime
    leaves_on: date
    """The day on which the post was to take it."""
    letters: int
    manifest: str
    """SHA-256 of its manifest, which names that of every file."""
    closed_at: datetime | None = None
    """When its last letter was said to be posted or to have come back."""


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How many letters of a batch nobody speaks of yet, were printed, were posted, came back."""

    batch: LetterBatch
    silent: int = 0
    printed: int = 0
    posted: int = 0
    returned: int = 0

    @property
    def open(self) -> int:
        """Return how many letters weren't said to be posted yet."""
        return self.silent + self.printed


@dataclass(frozen=True, slots=True)
class HandedLetter:
    """One letter of a batch: whose, and of which kind. Nothing of it is opened."""

    patient_id: bytes
    kind: str
    is_under_way: bool
    """Whether nobody said yet that it was posted or came back."""


def letter_reference(batch: str, number: int) -> str:
    """Return the reference that stands on a letter: its batch, and its number there."""
    return f"{batch}-{number:04d}"


def keep_batch(unit: Unit, batch: LetterBatch) -> None:
    """Keep the seal of a batch, in the transaction that hands its letters over."""
    unit.add(letter_batch, {name: getattr(batch, name) for name in LetterBatch.__slots__})


def batches_named(unit: Unit, names: Collection[str]) -> dict[str, LetterBatch]:
    """Return the batches of these names, by name."""
    rows = unit.all(sa.select(letter_batch).where(letter_batch.c.name.in_(sorted(names))))
    return {row.name: LetterBatch(**row._asdict()) for row in rows}


def handed_letter(unit: Unit, reference: str) -> HandedLetter | None:
    """Return the letter of this reference; None when there is none, or its owner was erased."""
    owned = sa.and_(attempt.c.patient_id == message.c.patient_id, attempt.c.message_id == message.c.message_id)
    under_way = (message.c.state == HANDED).label("is_under_way")
    found = sa.select(message.c.patient_id, message.c.kind, under_way).select_from(attempt.join(message, owned))
    row = unit.first(found.where(attempt.c.provider == PRINT_SHOP, attempt.c.reference == reference))
    return None if row is None else HandedLetter(row.patient_id, row.kind, bool(row.is_under_way))


def note_printed(unit: Unit, reference: str, now: datetime) -> bool:
    """Take note that a letter was printed; False when more than that is known already."""
    silent = sa.and_(attempt.c.provider == PRINT_SHOP, attempt.c.reference == reference, attempt.c.outcome == "")
    return unit.execute(attempt.update().where(silent).values(outcome=PRINTED, ended_at=now)).rowcount == 1


def progress_of(unit: Unit, names: Collection[str] | None = None) -> list[BatchProgress]:
    """Return how far batches have come, the oldest first: those of these names, or all that are still open."""
    wanted = letter_batch.c.closed_at.is_(None) if names is None else letter_batch.c.name.in_(sorted(names))
    rows = unit.all(sa.select(letter_batch).where(wanted).order_by(letter_batch.c.leaves_on, letter_batch.c.name))
    counted = _counted(unit, [row.name for row in rows])
    return [BatchProgress(LetterBatch(**row._asdict()), **counted.get(row.name, {})) for row in rows]


def close_batches(unit: Unit, names: Collection[str], now: datetime) -> None:
    """Close those of these batches whose every letter was posted or came back: nobody waits for news of them."""
    over = [one.batch.name for one in progress_of(unit, names) if not one.open]
    still = sa.and_(letter_batch.c.name.in_(over), letter_batch.c.closed_at.is_(None))
    unit.execute(letter_batch.update().where(still).values(closed_at=now))


def _counted(unit: Unit, names: Sequence[str]) -> dict[str, dict[str, int]]:
    hers = sa.and_(attempt.c.patient_id == message.c.patient_id, attempt.c.message_id == message.c.message_id)
    counted = (
        sa.select(message.c.batch, attempt.c.outcome, sa.func.count())
        .select_from(message.join(attempt, hers))
        .where(message.c.batch.in_(names), attempt.c.provider == PRINT_SHOP)
        .group_by(message.c.batch, attempt.c.outcome)
    )
    told: dict[str, dict[str, int]] = {}
    for name, outcome, number in unit.all(counted):
        told.setdefault(name, {})[_SAID[outcome]] = number
    return told


_SAID = {"": "silent", PRINTED: "printed", DELIVERED: "posted", BOUNCED: "returned"}
