"""The clock's last round: when it began, when one last ended, and what it left undone; and the last reading of mail."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit

from .tables import round_ as table

_CLOCK, _BOUNCES = "clock", "bounces"


@dataclass(frozen=True, slots=True)
class Round:
    """The last round that began, the end of the last one that ended, and how many records it couldn't deal with."""

    began_at: datetime
    ended_at: datetime | None = None
    failed: int = 0


def begin_round(unit: Unit, now: datetime) -> None:
    """Write down that a round begins; what the one before left stays until it ends."""
    last = last_round(unit) or Round(now)
    unit.put(table, {"name": _CLOCK, "began_at": now, "ended_at": last.ended_at, "failed": last.failed})


def end_round(unit: Unit, now: datetime, failed: int) -> None:
    """Write down that a round ended, with so many records that couldn't be dealt with."""
    began_at = (last_round(unit) or Round(now)).began_at
    unit.put(table, {"name": _CLOCK, "began_at": began_at, "ended_at": now, "failed": failed})


def last_round(unit: Unit) -> Round | None:
    """Return the last round of whichever process; None before the first."""
    row = unit.first(sa.select(table).where(table.c.name == _CLOCK))
    return None if row is None else Round(row.began_at, row.ended_at, row.failed)


def note_bounces_read(unit: Unit, now: datetime) -> None:
    """Write down that the mailbox of what comes back was read, whole."""
    unit.put(table, {"name": _BOUNCES, "began_at": now, "ended_at": now, "failed": 0})


def bounces_read_at(unit: Unit) -> datetime | None:
    """Return when that mailbox was last read; None before the first time."""
    row = unit.first(sa.select(table.c.began_at).where(table.c.name == _BOUNCES))
    return None if row is None else row.began_at
