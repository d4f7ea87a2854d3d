"""What a supervisor sees of her site: how many, how long, by whom; nothing of any patient."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa

from dossier.identity import StaffSession
from dossier.policy import Acting, Action, Scope, require
from dossier.store import Unit

from .keeping import NOBODY
from .shapes import Duration, MandateState, ProofKind
from .tables import mandate, use

_ACTS_LISTED = 200


@dataclass(frozen=True, slots=True)
class SiteAct:
    """One act under a mandate: when, by whom, under which scope."""

    used_at: datetime
    staff_id: bytes
    scope: Scope


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What was done at a site since a day. Drafts for people who aren't known are counted like others."""

    drafts: int
    by_state: dict[MandateState, int]
    by_proof: dict[ProofKind, int]
    by_duration: dict[Duration, int]
    """Of the mandates that were given."""
    refused: int
    """Drafts that the patient said no to."""
    remote: int
    """Mandates given on the telephone."""
    voided_by_errors: int
    """Drafts and mandates ended by five wrong answers."""
    minutes_to_agree: int | None
    """From the draft to her consent, the median; None when none was given."""
    by_scope: dict[Scope, int]
    """Acts done, by the scope they were done under."""
    by_advisor: dict[bytes, int]
    """Acts done, by the advisor's staff id."""
    latest: tuple[SiteAct, ...]
    """The newest two hundred acts, newest first."""


def acts_of_site(unit: Unit, staff: StaffSession, since: datetime, now: datetime) -> SiteFigures:
    """Return the figures of the supervisor's own site since an instant, in three statements. Raises `NotPermitted`."""
    acting = Acting(staff.role, NOBODY, staff.staff_id, staff.actor_name, site=staff.site)
    require(acting, Action.MANDATE_FIGURES_READ)
    columns = ("state", "why", "proof", "duration", "drafted_at", "given_at", "until_at", "remote")
    here = sa.and_(mandate.c.site == staff.site, mandate.c.drafted_at >= since)
    drafts = unit.all(sa.select(*(mandate.c[name] for name in columns)).where(here))
    given = [row for row in drafts if row.given_at is not None]
    acts = sa.and_(use.c.site == staff.site, use.c.used_at >= since)
    counts = sa.select(use.c.scope, use.c.staff_id, sa.func.count()).where(acts).group_by(use.c.scope, use.c.staff_id)
    by_scope, by_advisor = Counter[Scope](), Counter[bytes]()
    for scope, staff_id, number in unit.all(counts):
        by_scope[Scope(scope)] += number
        by_advisor[staff_id] += number
    newest = sa.select(use.c.used_at, use.c.staff_id, use.c.scope).where(acts)
    newest = newest.order_by(use.c.used_at.desc(), use.c.use_id).limit(_ACTS_LISTED)
    return SiteFigures(
        drafts=len(drafts),
        by_state=dict(Counter(_state(row, now) for row in drafts)),
        by_proof=dict(Counter(ProofKind(row.proof) for row in given)),
        by_duration=dict(Counter(Duration(row.duration) for row in given)),
        refused=sum(row.why == "refused" for row in drafts),
        remote=sum(row.remote for row in given),
        voided_by_errors=sum(row.why == "wrong" for row in drafts),
        minutes_to_agree=_minutes([row.given_at - row.drafted_at for row in given]),
        by_scope=dict(by_scope),
        by_advisor=dict(by_advisor),
        latest=tuple(SiteAct(at, staff_id, Scope(scope)) for at, staff_id, scope in unit.all(newest)),
    )


def _state(row: sa.Row[tuple[object, ...]], now: datetime) -> MandateState:
    state = MandateState(row.state)
    if now < row.until_at or state not in (MandateState.DRAFT, MandateState.ACTIVE):
        return state
    return MandateState.VOID if state is MandateState.DRAFT else MandateState.EXPIRED


def _minutes(waits: list[timedelta]) -> int | None:
    return round(median(wait.total_seconds() for wait in waits) / 60) if waits else None
