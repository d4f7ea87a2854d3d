"""What operators see of the outbox: numbers alone, and the messages that somebody must tell by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.store import Unit

from .limits import LIMITS, Limits
from .rules import late_after
from .shapes import BOUNCED, EXPIRED, FAILED, SENDING, UNREACHED, WAITING, Channel
from .tables import message

_ENDED_BADLY = (BOUNCED, FAILED, EXPIRED, UNREACHED)


@dataclass(frozen=True, slots=True)
class Queue:
    """What a channel has to do: how many wait, are being sent, are late, and since when the oldest has been due.

    `untried`: late, and nobody has tried it yet. What a mailbox puts off for hours is late for a reason of its own.
    """

    channel: Channel
    waiting: int
    sending: int
    late: int
    untried: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unreached:
    """A message that reached its person by no way. Nothing of it is opened."""

    patient_id: bytes
    message_id: bytes
    kind: str
    path: tuple[str, ...]
    """The channels that were tried."""
    queued_at: datetime
    unreached_at: datetime


def queues(unit: Unit, now: datetime, limits: Limits = LIMITS) -> list[Queue]:
    """Return what each channel has to do, from the indexes of what waits and is being sent."""
    late = sa.or_(*(_is_late(now, limits, is_code, letter) for is_code in (True, False) for letter in (True, False)))
    is_waiting = message.c.state == WAITING
    counted = sa.select(
        message.c.channel,
        sa.func.count().filter(is_waiting).label("waiting"),
        sa.func.count().filter(message.c.state == SENDING).label("sending"),
        sa.func.count().filter(sa.and_(is_waiting, late)).label("late"),
        sa.func.count().filter(sa.and_(is_waiting, late, message.c.attempts == 0)).label("untried"),
        sa.func.min(message.c.not_before).filter(sa.and_(is_waiting, message.c.not_before <= now)).label("oldest"),
    ).where(message.c.state.in_((WAITING, SENDING)))
    rows = unit.all(counted.group_by(message.c.channel).order_by(message.c.channel))
    return [Queue(row.channel, row.waiting, row.sending, row.late, row.untried, row.oldest) for row in rows]


def ended_badly(unit: Unit, since: datetime) -> dict[tuple[str, str], int]:
    """Return how many bounced, failed, expired or reached nobody since an instant, by channel and state."""
    over = sa.and_(message.c.state.in_(_ENDED_BADLY), message.c.state_at >= since)
    counted = sa.select(message.c.channel, message.c.state, sa.func.count()).where(over)
    return {(row[0], row[1]): row[2] for row in unit.all(counted.group_by(message.c.channel, message.c.state))}


def unreached(unit: Unit, limit: int) -> list[Unreached]:
    """Return up to `limit` messages that stand on no paper list yet, the oldest first."""
    mine = sa.and_(message.c.state == UNREACHED, message.c.listed == "")
    rows = unit.all(sa.select(message).where(mine).order_by(message.c.state_at, message.c.message_id).limit(limit))
    return [
        Unreached(row.patient_id, row.message_id, row.kind, tuple(row.path.split()), row.queued_at, row.state_at)
        for row in rows
    ]


def unreached_left(unit: Unit) -> int:
    """Return how many messages stand on no paper list yet."""
    mine = sa.and_(message.c.state == UNREACHED, message.c.listed == "")
    return int(unit.scalar(sa.select(sa.func.count()).select_from(message).where(mine)))


def mark_listed(unit: Unit, listed: Sequence[Unreached], name: str) -> None:
    """Say on which paper list these messages stand."""
    unit.execute(
        message.update()
        .where(
            unit.among(message.c.patient_id, [one.patient_id for one in listed]),
            unit.among(message.c.message_id, [one.message_id for one in listed]),
            message.c.state == UNREACHED,
        )
        .values(listed=name[:40])
    )


def _is_late(now: datetime, limits: Limits, is_code: bool, letter: bool) -> sa.ColumnElement[Any]:
    since = now - late_after(is_code, "letter" if letter else "", limits)
    on_paper = message.c.channel == "letter" if letter else message.c.channel != "letter"
    return sa.and_(on_paper, message.c.rank == (0 if is_code else 1), message.c.not_before <= since)
