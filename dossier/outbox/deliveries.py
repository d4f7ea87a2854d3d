"""What providers tell later of a message. Told twice, late or in any order, it counts once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from dossier.journal import Audience, Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit

from .ending import Ways, end
from .queries import Posted
from .rules import is_after, rule_of
from .shapes import BOUNCED, DELIVERED, FAILED, HANDED, SENDING, UNREACHED, WAITING, Fate
from .tables import attempt, message

_KEY_BYTES = 16
_MARK_BYTES = 2


@dataclass(frozen=True, slots=True)
class Delivery:
    """One slip. It names a message by its key, else by the provider's reference, else by the end of its key."""

    provider: str
    outcome: Fate
    why: str = ""
    key: str = ""
    reference: str = ""
    mark: str = ""
    """The four last signs of the key: enough among what is unsure at this provider."""


def note_delivery(unit: Unit, delivery: Delivery, ways: Ways, now: datetime) -> Literal["noted", "known", "unknown"]:
    """Take note of a slip, and let the next channel follow when the message didn't arrive. Told in the journal.

    What arrived by a way that isn't enough goes on the paper list.
    `known`: it changes nothing. `unknown`: no message was tried by this provider under this name.
    """
    found = _tried(unit, delivery)
    if found is None:
        return "unknown"
    hold(unit, found.patient_id)
    row = unit.first(_this(found).with_for_update())
    holder = row is not None and row.provider == delivery.provider
    is_news = row is not None and is_after(delivery.outcome, row.state, row.channel, by_holder=holder)
    _write_down(unit, found, delivery, is_news=is_news)
    if row is None or not is_news:
        return "known"
    arrived = UNREACHED if row.channel in rule_of(row.kind).by_hand_after else DELIVERED
    if delivery.outcome != "delivered":
        end(unit, row, BOUNCED if delivery.outcome == "bounced" else FAILED, delivery.why[:40], ways, now)
        return "noted"
    if row.state == arrived:
        return "known"
    told = {"kind": row.kind, "channel": row.channel}
    operator = Acting(Role.OPERATOR, row.patient_id)
    append(unit, operator, Event.OUTBOX_MESSAGE_DELIVERED, now, told, Audience.NOT_PATIENT)
    this = message.update().where(message.c.patient_id == row.patient_id, message.c.message_id == row.message_id)
    unit.execute(this.values(state=arrived, state_at=now, why="", unsure=False))
    if row.state in (WAITING, SENDING):
        ways.arrived(unit, row.patient_id, row.kind, row.channel, now)
    return "noted"


def note_answered(unit: Unit, posted: Posted, now: datetime) -> None:
    """Say that she answered in the call itself: nothing follows it, whatever its slip says, and nobody tells her."""
    this = message.update().where(message.c.patient_id == posted.patient_id, message.c.message_id == posted.message_id)
    before = message.c.state.in_((WAITING, SENDING, HANDED, UNREACHED))
    unit.execute(this.where(before).values(state=DELIVERED, state_at=now, why="", unsure=False))


def _tried(unit: Unit, delivery: Delivery) -> sa.Row[Any] | None:
    """Return the newest try that a slip speaks of."""
    found = sa.select(attempt.c.patient_id, attempt.c.message_id, attempt.c.number)
    newest = (attempt.c.began_at.desc(), attempt.c.number.desc())  # a center may use a reference again
    found = found.where(attempt.c.provider == delivery.provider).order_by(*newest).limit(1)
    if delivery.key:
        message_id = _bytes(delivery.key, _KEY_BYTES)
        owner = unit.scalar(sa.select(message.c.patient_id).where(message.c.message_id == message_id))
        if owner is None:
            return None
        return unit.first(found.where(attempt.c.patient_id == owner, attempt.c.message_id == message_id))
    if delivery.reference:
        row = unit.first(found.where(attempt.c.reference == delivery.reference))
        if row is not None:
            return row
    return _unsure_one(unit, delivery) if delivery.mark else None


def _unsure_one(unit: Unit, delivery: Delivery) -> sa.Row[Any] | None:
    """Return the one message that this provider may have and whose key ends so; None when there are two."""
    mark = _bytes(delivery.mark, _MARK_BYTES)
    unsure = sa.or_(sa.and_(message.c.state == "waiting", message.c.unsure), message.c.state == "sending")
    columns = sa.select(message.c.patient_id, message.c.message_id, message.c.attempts.label("number"))
    rows = unit.all(columns.where(unsure, message.c.provider == delivery.provider))
    alike = [row for row in rows if row.message_id.endswith(mark)] if mark else []
    return alike[0] if len(alike) == 1 else None


def _bytes(text: str, length: int) -> bytes:
    """Return what a provider wrote in hexadecimal; empty bytes, which name nothing, when it is anything else."""
    try:
        told = bytes.fromhex(text)
    except ValueError:
        return b""
    return told if len(told) == length else b""


def _write_down(unit: Unit, found: sa.Row[Any], delivery: Delivery, *, is_news: bool) -> None:
    """Say it of the try as well. Told in the wrong order, what arrived stays so, and what came back."""
    hers = sa.and_(attempt.c.patient_id == found.patient_id, attempt.c.message_id == found.message_id)
    told = attempt.update().where(hers, attempt.c.number == found.number)
    if not is_news:
        told = told.where(attempt.c.outcome.not_in((DELIVERED, BOUNCED)))
    unit.execute(told.values(outcome=delivery.outcome, why=delivery.why[:40]))


def _this(found: sa.Row[Any]) -> sa.Select[Any]:
    hers = sa.and_(message.c.patient_id == found.patient_id, message.c.message_id == found.message_id)
    return sa.select(message).where(hers)
