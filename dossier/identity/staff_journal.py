"""Reading the journal of the staff: a supervisor sees what was done at her site, or in her team; and sweeping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from dossier.store import Unit

from .staff_acts import StaffAct, note_staff_act
from .staff_sessions import StaffSession
from .staff_tables import staff_act
from .supervising import answered_for

MOST_ACTS = 100_000
"""What one reading returns at most."""
_KEPT = timedelta(days=7 * 365 + 2)


@dataclass(frozen=True, slots=True)
class ActDone:
    """One line: when, who (None: the operator), what, whether it was done, about which colleague."""

    done_at: datetime
    staff_id: bytes | None
    kind: StaffAct
    is_done: bool
    about_id: bytes | None


@dataclass(frozen=True, slots=True)
class ActCount:
    """How often a kind of act was done, and how often it was tried and not done."""

    kind: StaffAct
    done: int
    not_done: int


def acts_done(
    unit: Unit, session: StaffSession, since: datetime, until: datetime, *, skip: int = 0, most: int = MOST_ACTS
) -> list[ActDone]:
    """Return the acts of the supervisor's own site, or team, newest first. Raises `NotPermitted`."""
    columns = (staff_act.c[name] for name in ("done_at", "staff_id", "kind", "is_done", "about_id"))
    wanted = sa.select(*columns).where(answered_for(session, staff_act), *_between(since, until))
    newest = wanted.order_by(staff_act.c.done_at.desc(), staff_act.c.act_id.desc()).offset(skip).limit(most)
    return [ActDone(at, who, StaffAct(kind), is_done, about) for at, who, kind, is_done, about in unit.all(newest)]


def acts_counted(unit: Unit, session: StaffSession, since: datetime, until: datetime) -> list[ActCount]:
    """Return how often each kind of act was done at her site, or in her team. Raises `NotPermitted`."""
    wanted = sa.select(staff_act.c.kind, staff_act.c.is_done, sa.func.count()).where(
        answered_for(session, staff_act), *_between(since, until)
    )
    found = {(kind, is_done): count for kind, is_done, count in unit.all(wanted.group_by("kind", "is_done"))}
    kinds = [kind for kind in StaffAct if any((kind, done) in found for done in (True, False))]
    return [ActCount(kind, found.get((kind, True), 0), found.get((kind, False), 0)) for kind in kinds]


def sweep_staff_acts(unit: Unit, now: datetime) -> None:
    """Delete the lines that are more than seven years old, by whole months of UTC, and write a line that says so.

    What was done under a mandate is evidence for as long as the mandate's own: six years after its end (SECURITY 3),
    and it may last one. The database lets a line go once there is one seven years younger.
    """
    cut = (now - _KEPT).astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    old = staff_act.c.done_at < cut
    if unit.first(sa.select(staff_act.c.act_id).where(old).limit(1)) is not None:
        note_staff_act(unit, None, StaffAct.JOURNAL_SWEPT, now)
        unit.execute(staff_act.delete().where(old))


def _between(since: datetime, until: datetime) -> Sequence[sa.ColumnElement[bool]]:
    return staff_act.c.done_at >= since, staff_act.c.done_at < until
