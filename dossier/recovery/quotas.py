"""How many cases an agent and a patient may have, and who may not recover anything for whom."""

from datetime import datetime, timedelta
from typing import ClassVar, Literal

import sqlalchemy as sa

from dossier.base import Refused
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import contact_rules
from .bodies import change_from
from .limits import LIMITS
from .shapes import CaseState
from .tables import case, change


class TooManyCases(Refused):
    """An agent or a patient had too many cases lately. Facts: whose (agent, patient): a desk goes on."""

    code: ClassVar[str] = "recovery-too-many-cases"


class AgentBarred(Refused):
    """This agent had a hand in a change of contact of this patient less than thirty days ago (SECURITY 2.2)."""

    code: ClassVar[str] = "recovery-agent-barred"


Bar = Literal["", "quota", "frozen"]


def bar_of_patient(unit: Unit, acting: Acting, now: datetime) -> Bar:
    """Return what stands against a new case for this patient: too many lately, or one that was disputed.

    Cases of the pages and of the telephone are counted apart.
    """
    if frozen_since(unit, acting.patient_id, now) is not None:
        return "frozen"
    return "quota" if had_too_many(unit, case.c.patient_id == acting.patient_id, acting, now) else ""


def frozen_since(unit: Unit, patient_id: bytes, now: datetime) -> datetime | None:
    """Return when a case of hers was disputed that still stands against a new one, None without one."""
    frozen = sa.and_(
        case.c.patient_id == patient_id,
        case.c.state == str(CaseState.FROZEN),
        case.c.disputed_at > now - LIMITS.frozen_bars,
    )
    row = unit.first(sa.select(case.c.disputed_at).where(frozen).order_by(case.c.disputed_at).limit(1))
    since: datetime | None = row.disputed_at if row else None
    return since


def had_too_many(unit: Unit, hers: sa.ColumnElement[bool], acting: Acting, now: datetime) -> bool:
    """Tell whether so many of these cases were opened lately, the same way as this one would be."""
    alike = sa.select(sa.func.count()).where(
        hers, case.c.by_role == str(acting.role), case.c.opened_at > now - LIMITS.patient_window
    )
    opened: int = unit.scalar(alike)
    return opened >= LIMITS.cases_a_patient


def check_agent(unit: Unit, acting: Acting, now: datetime) -> None:
    """Raise `TooManyCases` when this agent opened too many cases in an hour or a day, decoys told."""
    if acting.role is not Role.CALL_AGENT:
        return
    for lately, most in ((timedelta(hours=1), LIMITS.cases_an_hour), (timedelta(days=1), LIMITS.cases_a_day)):
        opened = sa.select(sa.func.count()).where(case.c.staff_id == acting.actor_id, case.c.opened_at > now - lately)
        if unit.scalar(opened) >= most:
            raise TooManyCases(whose="agent")


def check_not_barred(unit: Unit, acting: Acting, now: datetime) -> None:
    """Raise `AgentBarred` when the one who acts asked or approved a change of this patient's contacts lately."""
    if acting.role not in (Role.CALL_AGENT, Role.SUPERVISOR, Role.ADVISOR) or acting.actor_id is None:
        return
    bodies = unit.all(sa.select(change.c.body).where(change.c.patient_id == acting.patient_id))
    if any(contact_rules.bars(change_from(row.body), acting.actor_id.hex(), now) for row in bodies):
        raise AgentBarred
