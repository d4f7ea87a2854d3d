"""How each provider does, kept where every worker and the health page see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit

from .tables import provider as table
from .tables import tally


@dataclass(frozen=True, slots=True)
class ProviderState:
    """Failures in a row, the last one and the last answer, and when it may be tried while its breaker is open."""

    name: str
    channel: str
    failures: int = 0
    failed_at: datetime | None = None
    answered_at: datetime | None = None
    trial_at: datetime | None = None


def provider_states(unit: Unit) -> dict[str, ProviderState]:
    """Return how every provider does that was ever asked, by name."""
    return {row.name: _state(row) for row in unit.all(sa.select(table))}


def held_provider(unit: Unit, name: str, channel: str) -> ProviderState:
    """Return how a provider does; nobody else changes it until this unit ends."""
    row = unit.first(sa.select(table).where(table.c.name == name).with_for_update())
    return ProviderState(name, channel) if row is None else _state(row)


def keep_provider(unit: Unit, state: ProviderState) -> None:
    """Keep how a provider does."""
    unit.put(table, {name: getattr(state, name) for name in state.__slots__})


def add_tries(unit: Unit, tries: Mapping[tuple[str, str], int]) -> None:
    """Add tries to the figures, by provider and outcome."""
    for (provider, outcome), number in sorted(tries.items()):  # in one order, so that no two workers wait in a circle
        mine = sa.and_(tally.c.provider == provider, tally.c.outcome == outcome)
        more = tally.update().where(mine).values(number=tally.c.number + number)
        row = {"provider": provider, "outcome": outcome, "number": number}
        if not unit.execute(more).rowcount and not unit.add_new(tally, row):
            unit.execute(more)


def tries(unit: Unit) -> dict[tuple[str, str], int]:
    """Return how often each provider was tried since the beginning, by provider and outcome."""
    return {(row.provider, row.outcome): row.number for row in unit.all(sa.select(tally))}


def _state(row: sa.Row[Any]) -> ProviderState:
    return ProviderState(**{name: getattr(row, name) for name in ProviderState.__slots__})
