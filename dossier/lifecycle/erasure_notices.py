"""Telling somebody, a week before, that the erasure she asked for is near: opening the record again cancels it."""

from datetime import datetime

import sqlalchemy as sa

from dossier.identity import language_of, person_of
from dossier.journal import hold
from dossier.outbox import queue, was_queued
from dossier.policy import Acting, Role
from dossier.store import Unit

from .acts import ActKind, Receipt
from .notices import notice_address
from .receipts import latest_of
from .rules import ERASURE_LATEST, ERASURE_TOLD, State
from .tables import space
from .zones import PARIS

_KIND = "erasure-soon"


def erasures_to_tell(unit: Unit, now: datetime, limit: int, after: bytes = b"") -> list[bytes]:
    """Return up to `limit` patients who haven't been told yet that their erasure is near, by id, past `after`."""
    near = sa.select(space.c.patient_id).where(*_to_tell(now), space.c.patient_id > after)
    return [row.patient_id for row in unit.all(near.order_by(space.c.patient_id).limit(limit))]


def tell_erasure(unit: Unit, patient_id: bytes, now: datetime) -> bool:
    """Queue the notice, which leaves her a week, should the clock be late; tell whether it was.

    False when it isn't needed any more, or when nothing on file says where to write to her.
    """
    hold(unit, patient_id)
    mine = space.c.patient_id == patient_id
    row = unit.first(sa.select(space.c.due_at, space.c.erasure_asked_at).where(mine, *_to_tell(now)))
    asked = latest_of(unit, patient_id, ActKind.ERASURE)
    if row is None or asked is None:
        return False
    due_at = max(row.due_at, min(now + ERASURE_TOLD, row.erasure_asked_at + ERASURE_LATEST))
    if not _queue(unit, asked, due_at, now):
        return False
    unit.execute(space.update().where(mine).values(due_at=due_at))
    return True


def _queue(unit: Unit, asked: Receipt, due_at: datetime, now: datetime) -> bool:
    person = person_of(unit, asked.patient_id, asked.witness)  # read under the entry of her asking
    where = notice_address(person)
    if where is None:
        return False
    channel, address = where
    erased_on = due_at.astimezone(PARIS).date().isoformat()
    queue(
        unit,
        Acting(Role.OPERATOR, asked.patient_id),
        now,
        kind="erasure-soon",
        channel=channel,
        language=language_of(unit, asked.patient_id),
        address=address,
        parameters={"number": asked.number, "erased_on": erased_on, "sex": person.sex},
        not_after=due_at,
    )
    return True


def _to_tell(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    told = was_queued(space.c.patient_id, _KIND, space.c.erasure_asked_at)
    return (
        space.c.state == str(State.CLOSED),
        space.c.erasure_asked_at.is_not(None),
        space.c.due_at <= now + ERASURE_TOLD,
        sa.not_(told),
    )
