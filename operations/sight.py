"""What a monitor sees: one look at the database, in which nobody is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dossier.outbox import ProviderState, Queue, ended_badly, provider_states, queues, tries
from dossier.store import Store
from dossier.upkeep import Round, bounces_read_at, last_round
from migrations import is_current

LOOKS_BACK = timedelta(days=1)
"""How far back it counts what ended badly."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Numbers and instants alone. Nothing but `is_current` is known of a database at another revision."""

    at: datetime
    is_current: bool
    queues: Sequence[Queue] = ()
    ended: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By channel and state."""
    providers: Mapping[str, ProviderState] = field(default_factory=dict)
    tries: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By provider and outcome."""
    clock: Round | None = None
    bounces_read_at: datetime | None = None


def look(store: Store, now: datetime) -> Sight:
    """Look once. Raises `StoreSilent`."""
    with store.reading() as unit:
        if not is_current(store.engine):
            return Sight(now, is_current=False)
        return Sight(
            at=now,
            is_current=True,
            queues=queues(unit, now),
            ended=ended_badly(unit, now - LOOKS_BACK),
            providers=provider_states(unit),
            tries=tries(unit),
            clock=last_round(unit),
            bounces_read_at=bounces_read_at(unit),
        )
