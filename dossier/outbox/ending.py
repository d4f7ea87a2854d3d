"""When a channel has failed: the next one the person has follows, in the same transaction; at last the paper list."""

from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from dossier.journal import Audience, Event, append
from dossier.policy import Acting, Role
from dossier.store import Unit

from .actions import queued_row
from .queries import Posted, open_posted
from .rules import KindRule, next_channel, rule_of
from .shapes import DELIVERED, EXPIRED, HANDED, SENDING, UNREACHED, WAITING, Channel
from .tables import message

_MAY_REACH_HER = (WAITING, SENDING, HANDED, DELIVERED)


class Ways(Protocol):
    """What the rooms above know: by which ways a person can be reached, and who writes some letters anew."""

    def on_file(self, unit: Unit, posted: Posted) -> dict[Channel, str]:
        """Return the addresses she has on file, by channel."""

    def anew(self, unit: Unit, posted: Posted, now: datetime) -> bool:
        """Say that this message reached nobody, and write another in its place; False when the next channel follows.

        It leaves the state of waiting, sending or handed here.
        """

    def arrived(self, unit: Unit, patient_id: bytes, kind: str, channel: Channel, now: datetime) -> None:
        """Take note that a message arrived that wasn't yet known to have left."""


def end(unit: Unit, row: sa.Row[Any], state: str, why: str, ways: Ways, now: datetime) -> None:
    """Say that a message failed for good, and let the next channel follow. The caller holds the patient's turn.

    Told in the journal, which nobody is shown: what follows is told by an entry of its own.
    """
    told = {"kind": row.kind, "channel": row.channel, "why": why}
    operator = Acting(Role.OPERATOR, row.patient_id)
    append(unit, operator, Event.OUTBOX_MESSAGE_UNDELIVERED, now, told, Audience.NOT_PATIENT)
    posted, rule = open_posted(unit, row), rule_of(row.kind)
    if rule.is_anew and ways.anew(unit, posted, now):
        _close(unit, row, state, why, now)
        return
    ways_left = ways.on_file(unit, posted) if rule.follows else {}
    channel = next_channel(row.kind, row.path.split(), ways_left)
    if channel is not None and now < row.not_after:
        _close(unit, row, state, why, now)
        _follow(unit, operator, row, posted, channel, ways_left[channel], now)
        return
    _close(unit, row, UNREACHED if _needs_a_hand(unit, row, rule) else state, why, now)


def expire(unit: Unit, now: datetime) -> int:
    """Close what waits past its last instant; return how many. Letters are looked at by their batches.

    What somebody must learn all the same goes on the paper list. Nothing else follows: nothing is sent too late.
    """
    over = sa.and_(message.c.state == WAITING, message.c.due_at <= now, message.c.not_after <= now)
    found = sa.select(message.c.patient_id, message.c.message_id, message.c.kind, message.c.queued_at)
    rows = unit.all(found.where(over, message.c.channel.in_(("sms", "voice", "email"))).limit(500))
    for row in rows:
        state = UNREACHED if _needs_a_hand(unit, row, rule_of(row.kind)) else EXPIRED
        unit.execute(_this(row).where(message.c.state == WAITING).values(state=state, state_at=now, why="expired"))
    return len(rows)


def _needs_a_hand(unit: Unit, row: sa.Row[Any], rule: KindRule) -> bool:
    if not rule.by_hand:
        return False
    if not rule.everywhere:
        return True
    beside = sa.select(sa.literal(1)).where(
        message.c.patient_id == row.patient_id,
        message.c.kind == row.kind,
        message.c.queued_at == row.queued_at,
        message.c.message_id != row.message_id,
        message.c.state.in_((*_MAY_REACH_HER, UNREACHED)),
    )
    return unit.first(beside.limit(1)) is None


def _follow(
    unit: Unit, acting: Acting, row: sa.Row[Any], posted: Posted, channel: Channel, address: str, now: datetime
) -> None:
    new = queued_row(unit, acting, now, row.kind, channel, address, posted.message.parameters)
    new |= {"language": row.language, "not_before": now, "due_at": now, "not_after": row.not_after}
    unit.add(message, new | {"follows": row.message_id, "path": f"{row.path} {channel}"})


def _close(unit: Unit, row: sa.Row[Any], state: str, why: str, now: datetime) -> None:
    unit.execute(_this(row).values(state=state, state_at=now, why=why, unsure=False))


def _this(row: sa.Row[Any]) -> sa.Update:
    return message.update().where(message.c.patient_id == row.patient_id, message.c.message_id == row.message_id)
