"""Taking messages in hand: each by one worker alone, and written down before anything leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import SealBroken, keep_keys

from .limits import LIMITS, Limits
from .queries import Posted, open_posted
from .rules import choose
from .shapes import FAILED, SENDING, WAITING, Carrier, Channel, Route, Standing
from .tables import attempt, message

_TAKE = (
    message.update()
    .where(
        message.c.patient_id == sa.bindparam("of"),
        message.c.message_id == sa.bindparam("one"),
        message.c.state == WAITING,
    )
    .values(
        state=SENDING,
        state_at=sa.bindparam("at"),
        due_at=sa.bindparam("until"),
        attempts=sa.bindparam("number"),
        provider=sa.bindparam("by"),
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that a worker has in hand: its try of this number, by this provider, until this instant."""

    posted: Posted
    number: int
    provider: str
    until: datetime

    @property
    def key(self) -> str:
        """Return the key under which every provider gets this message, at every try."""
        return self.posted.message_id.hex()


def is_work(unit: Unit, channel: Channel, now: datetime) -> bool:
    """Tell whether anything of a channel is due: looked at before a writer is opened."""
    due = _due(channel, now)
    return unit.first(sa.select(sa.literal(1)).select_from(message).where(*due).limit(1)) is not None


def claim(
    unit: Unit, channel: Channel, route: Route, now: datetime, limit: int, limits: Limits = LIMITS, trial: str = ""
) -> list[Claim]:
    """Take up to `limit` messages of a channel in hand: codes first, then whoever waits longest.

    Those that another worker is taking are left to it. So is what may have left by a provider that keeps no keys:
    `silent` finds it once its slip is overdue.

    `trial`: by this provider alone, which has failed again and again: first what it may have already, then what nobody
    waits for, and a new code only when nobody else in the route is free.
    """
    is_spare = bool(trial) and any(one.is_free for one in route)
    if trial:
        route = [replace(one, is_free=one.name == trial) for one in route]
    if not any(one.is_free for one in route):
        return []
    again = [one.name for one in route if one.keeps_keys and one.is_free]
    may = sa.or_(sa.not_(message.c.unsure), message.c.provider.in_(again))
    due = sa.select(message).where(*_due(channel, now), message.c.not_after > now, may)
    if is_spare:
        due = due.where(sa.or_(message.c.unsure, message.c.rank > 0))
    first = (message.c.unsure.desc(), message.c.rank.desc()) if trial else (message.c.rank,)
    rows = unit.all(due.order_by(*first, message.c.due_at).limit(limit).with_for_update(skip_locked=True))
    keep_keys(unit, sorted({row.patient_id for row in rows} - unit.kept.keys()))
    chosen = ((row, choose(standing_of(row), route)) for row in rows)
    claims = [one for row, carrier in chosen if (one := _claimed(unit, row, carrier, now, limits))]
    _write_down(unit, claims, now)
    return claims


def _due(channel: Channel, now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (message.c.state == WAITING, message.c.channel == channel, message.c.due_at <= now)


def _claimed(unit: Unit, row: sa.Row[Any], carrier: Carrier | None, now: datetime, limits: Limits) -> Claim | None:
    this = message.update().where(message.c.patient_id == row.patient_id, message.c.message_id == row.message_id)
    if carrier is None:  # whoever may carry it is not free: it makes room for others
        unit.execute(this.values(due_at=min(now + limits.blocked, row.not_after)))
        return None
    try:
        posted = open_posted(unit, row)
    except SealBroken:  # her key or the message is broken: nobody can send it, and it stops nobody else's
        unit.execute(this.values(state=FAILED, state_at=now, why="sealed"))
        return None
    return Claim(posted, row.attempts + 1, carrier.name, now + limits.lease)


def _write_down(unit: Unit, claims: Sequence[Claim], now: datetime) -> None:
    if not claims:
        return
    taken = [
        {
            "of": one.posted.patient_id,
            "one": one.posted.message_id,
            "at": now,
            "until": one.until,
            "number": one.number,
            "by": one.provider,
        }
        for one in claims
    ]
    unit.execute(_TAKE, taken)
    unit.execute(attempt.insert(), [_try(one, now) for one in claims])


def _try(claimed: Claim, now: datetime) -> dict[str, Any]:
    return {
        "patient_id": claimed.posted.patient_id,
        "message_id": claimed.posted.message_id,
        "number": claimed.number,
        "provider": claimed.provider,
        "began_at": now,
        "ended_at": None,
        "outcome": "",
        "why": "",
        "reference": "",
    }


def standing_of(row: sa.Row[Any]) -> Standing:
    """Return how far a message has come, from its row."""
    return Standing(
        kind=row.kind,
        channel=row.channel,
        not_after=row.not_after,
        provider=row.provider,
        unsure=row.unsure,
        rounds=row.rounds,
        not_by=frozenset(row.not_by.split()),
    )
