"""Batches that somebody should ask the print shop about."""

from dataclasses import dataclass
from datetime import date, timedelta

from dossier.lifecycle import Zone, is_working_day
from dossier.outbox import BatchProgress, progress_of
from dossier.store import Unit

PATIENCE = 3
"""Working days after the post was to take a batch, before its letters should all have been said to be posted."""


@dataclass(frozen=True, slots=True)
class BatchStanding:
    """How far a batch has come, and whether it should have come further."""

    progress: BatchProgress
    is_late: bool


def standings(unit: Unit, today: date) -> list[BatchStanding]:
    """Return how the batches stand that aren't all posted yet, the oldest first."""
    return [BatchStanding(one, today > _until(one.batch.leaves_on)) for one in progress_of(unit)]


def _until(leaves_on: date) -> date:
    """Return the last day on which nobody worries: so many working days later, as they are counted in Paris."""
    day, left = leaves_on, PATIENCE
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, Zone.METROPOLE)
    return day
