"""Changes of contact that wait for a second person, as a supervisor counts them: who asked and until when, no more."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.policy import Acting, Action, NotPermitted, Role
from dossier.store import Unit

from .bodies import change_from
from .contact_rules import ChangeState, settled
from .limits import LIMITS
from .tables import change as table

_MOST = 200


@dataclass(frozen=True, slots=True)
class AskedChange:
    """One of them: neither whose contact, nor which one."""

    asked_by: bytes
    team: str
    asked_at: datetime
    until: datetime

    def waits_for(self, staff_id: bytes, team: str) -> bool:
        """Tell whether this member of the staff may agree to it: neither who asked, nor of her team."""
        return self.asked_by != staff_id and bool(team) and self.team != team


def changes_asked(unit: Unit, acting: Acting, now: datetime) -> list[AskedChange]:
    """Return what waits for a second person of another team, the oldest first, in one statement; nothing is opened.

    Raises `NotPermitted`.
    """
    if acting.role is not Role.SUPERVISOR:
        raise NotPermitted(action=Action.RECOVERY_CONTACT_APPROVE, role=acting.role)
    waiting = sa.and_(table.c.state == str(ChangeState.ASKED), table.c.asked_at > now - LIMITS.approval)
    rows = unit.all(sa.select(table.c.body).where(waiting).order_by(table.c.asked_at).limit(_MOST))
    found = (settled(change_from(row.body), now) for row in rows)
    return [
        AskedChange(bytes.fromhex(one.asked_by), one.asker_team, one.asked_at, one.asked_at + LIMITS.approval)
        for one in found
        if one.state is ChangeState.ASKED
    ]
