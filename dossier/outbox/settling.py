"""Saying what came of a try, and finding again what was lost from sight: its worker died, its provider is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dossier.journal import hold
from dossier.store import Unit

from .claiming import Claim, standing_of
from .ending import Ways, end
from .limits import LIMITS, Limits
from .rules import after, keeps_silent, silence_over
from .shapes import FAILED, HANDED, SENDING, WAITING, Again, Carrier, Channel, Ended, Result, Route
from .tables import attempt, message

_HERE = (message.c.patient_id == sa.bindparam("of"), message.c.message_id == sa.bindparam("one"))
_IN_HAND = sa.and_(message.c.state == SENDING, message.c.attempts == sa.bindparam("nth"))
_HAND_OVER = (
    message.update()
    .where(*_HERE, sa.or_(_IN_HAND, message.c.state == WAITING))  # what a slow worker knows late is true all the same
    .values(state=HANDED, state_at=sa.bindparam("at"), provider=sa.bindparam("by"), unsure=False, why="")
)
_TOLD = (
    attempt.update()
    .where(
        attempt.c.patient_id == sa.bindparam("of"),
        attempt.c.message_id == sa.bindparam("one"),
        attempt.c.number == sa.bindparam("nth"),
        sa.or_(attempt.c.outcome == "", attempt.c.outcome == "unsure"),  # a slip may have come first
    )
    .values(
        ended_at=sa.bindparam("at"),
        outcome=sa.bindparam("came"),
        why=sa.bindparam("because"),
        reference=sa.bindparam("under"),
    )
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that nobody speaks of any more: its worker is gone, or its provider's slip is overdue."""

    patient_id: bytes
    message_id: bytes
    number: int
    provider: str


def settle_accepted(unit: Unit, accepted: Sequence[tuple[Claim, Result]], now: datetime) -> set[bytes]:
    """Say that providers accepted these messages: they answer for them from now on.

    Return the ids of those that stand so: of one whose slip came first, or that went another way, it isn't said.
    """
    if not accepted:
        return set()
    lost = [(_lost(claim), result) for claim, result in accepted]
    unit.execute(_HAND_OVER, [_named(one) | {"nth": one.number, "at": now, "by": one.provider} for one, _ in lost])
    unit.execute(_TOLD, [_told(one, result, now) for one, result in lost])
    hers = unit.among(message.c.patient_id, [one.patient_id for one, _ in lost])
    these = unit.among(message.c.message_id, [one.message_id for one, _ in lost])
    moved = unit.all(sa.select(message.c.message_id).where(hers, these, message.c.state == HANDED))
    return {row.message_id for row in moved}


def settle(
    unit: Unit,
    claim: Claim | Lost,
    result: Result,
    route: Route,
    ways: Ways,
    now: datetime,
    limits: Limits = LIMITS,
) -> None:
    """Say what else came of a try. Of a message that went another way meanwhile, only the try is written down.

    In a transaction of its own: whose channel has failed, her turn is waited for.
    """
    lost = claim if isinstance(claim, Lost) else _lost(claim)
    hold(unit, lost.patient_id)
    unit.execute(_TOLD, [_told(lost, result, now)])
    row = unit.first(_this(lost).where(message.c.state == SENDING, message.c.attempts == lost.number))
    if row is None:
        return
    gone = Carrier(lost.provider, keeps_keys=False, is_free=False)  # it was taken out of the settings
    carrier = next((one for one in route if one.name == lost.provider), gone)
    step = after(standing_of(row), carrier, result, route, now, limits)
    if isinstance(step, Ended):
        end(unit, row, FAILED, step.why, ways, now)
    else:
        # Given back unasked, it begins at the head of the route again.
        provider = "" if result.verdict == "unbegun" and not step.unsure else row.provider
        _wait(unit, row, step, result.why, now, provider)


def lost_claims(unit: Unit, channel: Channel, now: datetime, limit: int) -> list[Lost]:
    """Return messages in the hands of workers that must be gone; each is then settled as unsure."""
    over = sa.and_(message.c.state == SENDING, message.c.due_at <= now)
    return _lost_rows(unit, over, channel, limit)


def silent(
    unit: Unit, channel: Channel, route: Route, now: datetime, limit: int, limits: Limits = LIMITS
) -> list[Lost]:
    """Return messages whose slips are overdue at providers that can't be asked again; each then is passed on.

    A code that waits for a provider which isn't free, while another one is, doesn't wait long: the same code twice
    does little harm.
    """
    again = [one.name for one in route if one.keeps_keys]
    ill = [one.name for one in route if not one.is_free] if any(one.is_free for one in route) else []
    waited = sa.and_(message.c.provider.in_(ill), message.c.rank == 0, message.c.queued_at <= now - limits.code_silence)
    unsure = sa.and_(message.c.unsure, sa.or_(message.c.provider.not_in(again), waited))
    return _lost_rows(unit, sa.and_(message.c.state == WAITING, message.c.due_at <= now, unsure), channel, limit)


def pass_on(unit: Unit, lost: Lost, route: Route, ways: Ways, now: datetime) -> None:
    """Let a message go on to the next provider or, without one, to the next channel. In a transaction of its own."""
    hold(unit, lost.patient_id)
    still = sa.and_(message.c.state == WAITING, message.c.attempts == lost.number, message.c.unsure)
    row = unit.first(_this(lost).where(still, message.c.not_after > now))
    if row is None:
        return
    standing = standing_of(row)
    over = silence_over(standing, route)
    if not isinstance(over, Ended):
        _wait(unit, row, Again(now, over.rounds, over.unsure, over.not_by), "silent", now, row.provider)
    elif keeps_silent(standing, route):
        end(unit, row, FAILED, over.why, ways, now)


def _lost_rows(unit: Unit, over: sa.ColumnElement[bool], channel: Channel, limit: int) -> list[Lost]:
    found = sa.select(message.c.patient_id, message.c.message_id, message.c.attempts, message.c.provider)
    rows = unit.all(found.where(over, message.c.channel == channel).order_by(message.c.due_at).limit(limit))
    return [Lost(*row) for row in rows]


def _wait(unit: Unit, row: sa.Row[Any], step: Again, why: str, now: datetime, provider: str) -> None:
    this = message.update().where(message.c.patient_id == row.patient_id, message.c.message_id == row.message_id)
    unit.execute(
        this.values(
            state=WAITING,
            state_at=now,
            due_at=step.due_at,
            rounds=step.rounds,
            unsure=step.unsure,
            provider=provider,
            not_by=" ".join(sorted(step.not_by)),
            why=why,
        )
    )


def _this(lost: Lost) -> sa.Select[Any]:
    """Return the message, held until the unit ends."""
    hers = sa.and_(message.c.patient_id == lost.patient_id, message.c.message_id == lost.message_id)
    return sa.select(message).where(hers).with_for_update()


def _lost(claim: Claim) -> Lost:
    return Lost(claim.posted.patient_id, claim.posted.message_id, claim.number, claim.provider)


def _named(lost: Lost) -> dict[str, Any]:
    return {"of": lost.patient_id, "one": lost.message_id}


def _told(lost: Lost, result: Result, now: datetime) -> dict[str, Any]:
    told = {"came": result.verdict, "because": result.why[:40], "under": result.reference[:64]}
    return _named(lost) | told | {"nth": lost.number, "at": now}
