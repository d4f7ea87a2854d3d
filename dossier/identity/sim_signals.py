"""Telephones whose SIM card changed lately: what operators told of is kept for seven days, as keyed digests."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import canonical

from .limits import LIMITS
from .tables import sim_change as table

_NATIONAL_DIGITS = 9
"""What two ways of writing one number have in common."""


class SimSignals(Protocol):
    """An operator who is asked at once, in the place of what was imported."""

    def changed_lately(self, mobile: str, now: datetime) -> bool:
        """Tell whether no code should go to this number."""


def keep_sim_changes(unit: Unit, changes: Iterable[tuple[str, datetime]], now: datetime) -> int:
    """Keep which numbers changed their card and when, and forget older ones; return how many count now.

    The same line twice changes nothing.
    """
    unit.execute(table.delete().where(table.c.changed_at <= now - LIMITS.sim_settled))
    lately = [(mobile, at) for mobile, at in changes if now - LIMITS.sim_settled < at <= now]
    for mobile, at in lately:
        unit.put(table, {"mobile_digest": _digest(unit, mobile), "changed_at": at})
    return len(lately)


def sim_changed_lately(unit: Unit, mobile: str, now: datetime, asked: SimSignals | None = None) -> bool:
    """Tell whether this number has had its card for less than seven days, as far as operators told."""
    if asked is not None:
        return asked.changed_lately(mobile, now)
    return bool(with_new_sims(unit, (mobile,), now))


def with_new_sims(unit: Unit, mobiles: Iterable[str], now: datetime) -> set[str]:
    """Return which of these numbers have had their card for less than seven days, in one statement."""
    asked = {_digest(unit, mobile): mobile for mobile in mobiles}
    if not asked:
        return set()
    known = sa.and_(unit.among(table.c.mobile_digest, list(asked)), table.c.changed_at > now - LIMITS.sim_settled)
    return {asked[row.mobile_digest] for row in unit.all(sa.select(table.c.mobile_digest).where(known))}


def _digest(unit: Unit, mobile: str) -> bytes:
    digits = "".join(sign for sign in mobile if sign.isdigit())[-_NATIONAL_DIGITS:]
    return unit.holder.digest("sim-change", canonical(b"phone", digits.encode()))
