"""What the clock does: it tells of a cooling on its first and third day, and sweeps what is over."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.journal import Audience, Event, append
from dossier.store import Unit

from .keeping import held_by_digest, keep
from .limits import LIMITS
from .notices import sweep_dispute_codes, tell_all
from .shapes import CaseState
from .tables import case as table

_KEPT = timedelta(days=365)


def recoveries_to_tell(unit: Unit, now: datetime, limit: int, after: bytes = b"") -> list[bytes]:
    """Return up to `limit` cases to tell of, by the digest of their number, past `after`."""
    due = sa.select(table.c.number_digest).where(table.c.due_at <= now, table.c.number_digest > after)
    return [row.number_digest for row in unit.all(due.order_by(table.c.number_digest).limit(limit))]


def tell_recovery(unit: Unit, digest: bytes, now: datetime) -> bool:
    """Write to somebody whose recovery cools, or has cooled; tell whether there was something to tell."""
    found = held_by_digest(unit, digest, now)
    case = found.case
    if case.state is CaseState.COOLING and case.cooling_until is not None:
        next_at = _next_notice(case.cooling_until - LIMITS.cooling, now)
        append(unit, found.acting, Event.RECOVERY_CASE_TOLD, now, audience=Audience.NOT_PATIENT)
        tell_all(unit, found.acting, found.channels, "case", digest, "cooling", now)
        keep(unit, found, case, due_at=next_at)
        return True
    granted = case.state is CaseState.GRANTED
    if granted:
        append(unit, found.acting, Event.RECOVERY_CASE_GRANTED, now)
        tell_all(unit, found.acting, found.channels, "case", digest, "granted", now)
    keep(unit, found, case, due_at=None)
    return granted


def sweep_recoveries(unit: Unit, now: datetime) -> None:
    """Delete cases a year old, and dispute codes that serve no more."""
    unit.execute(table.delete().where(table.c.opened_at < now - _KEPT))
    sweep_dispute_codes(unit, now)


def _next_notice(cooling_from: datetime, now: datetime) -> datetime:
    """Return when the next notice of a cooling is due; the last one tells that it is over."""
    later = (cooling_from + after for after in LIMITS.cooling_notices if cooling_from + after > now)
    return next(later, cooling_from + LIMITS.cooling)
