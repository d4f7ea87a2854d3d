"""How each provider does, kept where every worker and the health page see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit

from .tables import provider as table


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


def _state(row: sa.Row[Any]) -> ProviderState:
    return ProviderState(**{name: getattr(row, name) for name in ProviderState.__slots__})
