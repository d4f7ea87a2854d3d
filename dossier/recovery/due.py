"""What the clock does: it tells of a cooling on its first and third day, ends what is over, and sweeps."""

from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from dossier.journal import Audience, Event, append
from dossier.store import Unit

from .keeping import due_at, held_by_digest, keep
from .limits import LIMITS
from .notices import sweep_dispute_codes, tell_all
from .shapes import CaseState
from .tables import case as table
from .tables import change

_KEPT = timedelta(days=365)
Looked = Literal["told", "expired", "quiet"]


def recoveries_to_tell(unit: Unit, now: datetime, limit: int, after: bytes = b"") -> list[bytes]:
    """Return up to `limit` cases whose time has come, by the digest of their number, past `after`."""
    due = sa.select(table.c.number_digest).where(table.c.due_at <= now, table.c.number_digest > after)
    return [row.number_digest for row in unit.all(due.order_by(table.c.number_digest).limit(limit))]


def tell_recovery(unit: Unit, digest: bytes, now: datetime) -> Looked:
    """Look at a case whose time has come: write to her while it cools or once it has cooled, or end it.

    Return what was done. An ended case is written down as such and nobody is told.
    """
    found = held_by_digest(unit, digest, now)
    case = found.case
    if case.state is CaseState.COOLING and case.cooling_until is not None:
        append(unit, found.acting, Event.RECOVERY_CASE_TOLD, now, audience=Audience.NOT_PATIENT)
        tell_all(unit, found.acting, found.channels, "case", digest, "cooling", now)
        keep(unit, found, case, due_at=_next_notice(case.cooling_until - LIMITS.cooling, now))
        return "told"
    cooled = case.state is CaseState.GRANTED and _is_before(found.due_at, case.granted_until)
    if cooled:
        append(unit, found.acting, Event.RECOVERY_CASE_GRANTED, now)
        tell_all(unit, found.acting, found.channels, "case", digest, "granted", now)
    keep(unit, found, case, due_at=due_at(case))
    if case.state is CaseState.EXPIRED:
        return "expired"
    return "told" if cooled else "quiet"


def sweep_recoveries(unit: Unit, now: datetime) -> None:
    """Delete cases a year old, decoys' changes of contact with them, and dispute codes that serve no more."""
    unit.execute(table.delete().where(table.c.opened_at < now - _KEPT))
    unit.execute(change.delete().where(change.c.entry_sequence == 0, change.c.asked_at < now - _KEPT))
    sweep_dispute_codes(unit, now)


def _is_before(due_at: datetime | None, end: datetime | None) -> bool:
    """Tell whether this visit of the clock was due to the cooling, not to the end of the grant."""
    return due_at is not None and end is not None and due_at < end


def _next_notice(cooling_from: datetime, now: datetime) -> datetime:
    """Return when the next notice of a cooling is due; the last one tells that it is over."""
    later = (cooling_from + after for after in LIMITS.cooling_notices if cooling_from + after > now)
    return next(later, cooling_from + LIMITS.cooling)
