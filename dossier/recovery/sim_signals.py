"""Telephones whose SIM card changed lately: what operators told of is kept for seven days, as keyed digests."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from dossier.identity import ContactKind
from dossier.store import Unit
from dossier.vault import canonical

from .channels import plain_contact
from .limits import LIMITS
from .tables import sim_change as table


class SimSignals(Protocol):
    """An operator who is asked at once, in the place of what was imported."""

    def changed_lately(self, mobile: str, now: datetime) -> bool:
        """Tell whether no code should go to this number."""


def keep_sim_changes(unit: Unit, changes: Iterable[tuple[str, datetime]], now: datetime) -> int:
    """Keep which numbers changed their card and when, and forget older ones; return how many count now.

    The same line twice changes nothing.
    """
    unit.execute(table.delete().where(table.c.changed_at <= now - LIMITS.unchanged))
    lately = [(mobile, at) for mobile, at in changes if now - LIMITS.unchanged < at <= now]
    for mobile, at in lately:
        unit.put(table, {"mobile_digest": _digest(unit, mobile), "changed_at": at})
    return len(lately)


def sim_changed_lately(unit: Unit, mobile: str, now: datetime, asked: SimSignals | None = None) -> bool:
    """Tell whether this number has had its card for less than seven days, as far as operators told."""
    if asked is not None:
        return asked.changed_lately(mobile, now)
    known = sa.and_(table.c.mobile_digest == _digest(unit, mobile), table.c.changed_at > now - LIMITS.unchanged)
    return unit.first(sa.select(table.c.changed_at).where(known)) is not None


def _digest(unit: Unit, mobile: str) -> bytes:
    plain = plain_contact(ContactKind.MOBILE, mobile)
    return unit.holder.digest("sim-change", canonical(*(part.encode() for part in plain)))
