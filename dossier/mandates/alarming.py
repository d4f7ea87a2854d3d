"""What a site's supervisor must look at: signs, not proofs. They tell and never block; nothing of any patient."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from dossier.identity import StaffSession, unusual_day
from dossier.policy import Acting, Action, require
from dossier.store import Unit

from .keeping import NOBODY
from .limits import ALARMS
from .shapes import MandateState, ProofKind
from .tables import mandate, use

_SUNDAY = 7


class SiteAlarmKind(StrEnum):
    """What is odd with an advisor's mandates."""

    MANY_VISITS = "many-visits"
    """Her last day is more than three times the median of her own days before."""
    NOTHING_COMES = "nothing-comes"
    """Most of her drafts were never agreed to: nobody there, a refusal, or identities tried."""
    OUT_OF_HOURS = "visits-out-of-hours"
    """Drafts and acts at night or on a Sunday, by the site's own clock."""
    ON_PAPER = "on-paper"
    """Most agreements that she took are the weak ones: a paper that she alone saw signed."""
    REVOKED = "revoked"
    """People stopped what they had given her less than a day before."""


@dataclass(frozen=True, slots=True)
class SiteAlarm:
    """One sign: which advisor, and how many visits or acts."""

    kind: SiteAlarmKind
    staff_id: bytes
    count: int


def alarms_of_site(unit: Unit, staff: StaffSession, clock: tzinfo, now: datetime) -> list[SiteAlarm]:
    """Return the alarms of the supervisor's own site in the last seven days, in two statements.

    `clock`: the local time of the site. Raises `NotPermitted`.
    """
    acting = Acting(staff.role, NOBODY, staff.staff_id, staff.actor_name, site=staff.site)
    require(acting, Action.MANDATE_FIGURES_READ)
    since = now - ALARMS.window
    columns = ("staff_id", "state", "proof", "drafted_at", "given_at", "until_at", "ended_at")
    here = sa.and_(mandate.c.site == staff.site, mandate.c.drafted_at > since)
    visits = _by_advisor(unit.all(sa.select(*(mandate.c[name] for name in columns)).where(here)))
    done = sa.select(use.c.staff_id, use.c.used_at).where(use.c.site == staff.site, use.c.used_at > since)
    acts = _by_advisor(unit.all(done))
    found = []
    for staff_id in sorted(visits.keys() | acts.keys()):
        counts = _of_advisor(visits.get(staff_id, ()), acts.get(staff_id, ()), clock, now)
        found += [SiteAlarm(kind, staff_id, count) for kind, count in counts.items() if count]
    return found


def _by_advisor(rows: Sequence[Any]) -> dict[bytes, list[Any]]:
    found: dict[bytes, list[Any]] = {}
    for row in rows:
        found.setdefault(row.staff_id, []).append(row)
    return found


def _of_advisor(
    visits: Sequence[Any], acts: Sequence[Any], clock: tzinfo, now: datetime
) -> Mapping[SiteAlarmKind, int]:
    drafted = [row.drafted_at for row in visits]
    moments = [*drafted, *(row.used_at for row in acts)]
    given = [row for row in visits if row.given_at is not None]
    window, times, least = ALARMS.window, ALARMS.times_median, ALARMS.least_visits
    return {
        SiteAlarmKind.MANY_VISITS: unusual_day(drafted, now, clock, window=window, times=times, least=least),
        SiteAlarmKind.NOTHING_COMES: _most(
            sum(row.given_at is None and _is_over(row, now) for row in visits), len(visits), ALARMS.least_nothing
        ),
        SiteAlarmKind.OUT_OF_HOURS: sum(_is_odd_hour(at.astimezone(clock)) for at in moments),
        SiteAlarmKind.ON_PAPER: _most(
            sum(row.proof == ProofKind.PAPER for row in given), len(given), ALARMS.least_on_paper
        ),
        SiteAlarmKind.REVOKED: _revoked(given),
    }


def _most(count: int, of: int, least: int) -> int:
    """Return a count that is more than half of all, and no chance of a few; else nothing."""
    return count if count >= least and count * 2 > of else 0


def _revoked(given: Sequence[Any]) -> int:
    """Return how many were stopped by who gave them within a day, when that is more than one in ten; else nothing."""
    count = sum(
        row.state == MandateState.REVOKED and row.ended_at - row.given_at <= ALARMS.soon_revoked for row in given
    )
    return count if count >= ALARMS.least_revoked and count * ALARMS.one_revoked_in > len(given) else 0


def _is_over(row: Any, now: datetime) -> bool:
    return bool(row.state == MandateState.VOID or row.until_at <= now)


def _is_odd_hour(local: datetime) -> bool:
    return local.isoweekday() == _SUNDAY or not ALARMS.opens <= local.time() < ALARMS.closes
