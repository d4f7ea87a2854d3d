"""Reading the journal, newest first, under a witness of its own."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.policy import Role
from dossier.store import Unit
from dossier.vault import Witness, key_of

from .actions import entry_place
from .events import Audience
from .tables import entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, opened: when, what, by whom (role), and its facts."""

    sequence: int
    at: datetime
    event: str
    role: str
    facts: dict[str, str]


def entries_before(
    unit: Unit,
    witness: Witness,
    audiences: set[Audience],
    events: set[str],
    before: int | None,
    limit: int,
    not_by: Role | None = None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Entry]:
    """Return up to `limit` entries of the patient's chain for these audiences, newest first, before `before`.

    `not_by` leaves out what one role did; `since` and `until` keep to a time, its end left out.
    """
    wanted = sa.select(entry).where(
        entry.c.patient_id == witness.patient_id,
        entry.c.audience.in_([str(audience) for audience in audiences]),
        entry.c.event.in_(sorted(events)),
    )
    if before is not None:
        wanted = wanted.where(entry.c.sequence < before)
    if since is not None:
        wanted = wanted.where(entry.c.at >= since)
    if until is not None:
        wanted = wanted.where(entry.c.at < until)
    if not_by is not None:
        wanted = wanted.where(entry.c.role != str(not_by))
    key = key_of(unit, witness.patient_id)
    return [
        Entry(
            row.sequence,
            row.at,
            row.event,
            row.role,
            json.loads(key.open(row.sealed, entry_place(row.sequence), witness)),
        )
        for row in unit.all(wanted.order_by(entry.c.sequence.desc()).limit(limit))
    ]
