"""What a supervisor must look at: signs, not proofs. Nothing is blocked by them (NIST: families share telephones)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from dossier.identity import unusual_day
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from .bodies import change_from
from .hours import PARIS, is_open
from .limits import LIMITS
from .tables import case, change


class AlarmKind(StrEnum):
    """What is odd."""

    MANY_CASES = "many-cases"
    """An agent's last day is three times the median of her own days before."""
    SHARED_CONTACT = "shared-contact"
    """The same new contact was asked for two patients."""
    NO_CALL = "no-call"
    """A case was opened without the reference of a call."""
    OUT_OF_HOURS = "out-of-hours"
    DISPUTES = "disputes"
    """Too many of an agent's cases were disputed."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One sign: which agent (None when it isn't about one), and how many cases or changes."""

    kind: AlarmKind
    staff_id: bytes | None
    count: int


def alarms(unit: Unit, acting: Acting, now: datetime) -> list[Alarm]:
    """Return the alarms of the last seven days. Raises `NotPermitted`."""
    require(acting, Action.RECOVERY_ALARMS_READ)
    columns = (case.c.staff_id, case.c.opened_at, case.c.call_digest, case.c.disputed_at)
    opened = sa.and_(case.c.by_role == str(Role.CALL_AGENT), case.c.opened_at > now - LIMITS.alarm_window)
    rows = unit.all(sa.select(*columns).where(opened))
    by_agent: dict[bytes, list[Any]] = {}
    for row in rows:
        by_agent.setdefault(row.staff_id, []).append(row)
    found = [alarm for staff_id, hers in sorted(by_agent.items()) for alarm in _of_agent(staff_id, hers, now)]
    shared = _shared_contacts(unit, now)
    return [*found, Alarm(AlarmKind.SHARED_CONTACT, None, shared)] if shared else found


def contacts_shared_by(unit: Unit, acting: Acting, staff_ids: Collection[bytes], now: datetime) -> dict[bytes, int]:
    """Return how many new contacts each of these asked for more than one patient in the last seven days.

    Whoever asked for none is left out. Raises `NotPermitted`.
    """
    require(acting, Action.RECOVERY_ALARMS_READ)
    lately = change.c.asked_at > now - LIMITS.alarm_window
    patients: dict[tuple[bytes, bytes], set[bytes]] = {}
    for row in unit.all(sa.select(change.c.value_digest, change.c.patient_id, change.c.body).where(lately)):
        asker = bytes.fromhex(change_from(row.body).asked_by)
        if asker in staff_ids:
            patients.setdefault((asker, row.value_digest), set()).add(row.patient_id)
    return dict(Counter(asker for (asker, _), whose in patients.items() if len(whose) > 1))


def _of_agent(staff_id: bytes, rows: Sequence[Any], now: datetime) -> list[Alarm]:
    counts = {
        AlarmKind.MANY_CASES: _too_many(rows, now),
        AlarmKind.NO_CALL: sum(row.call_digest is None for row in rows),
        AlarmKind.OUT_OF_HOURS: sum(not is_open(row.opened_at) for row in rows),
        AlarmKind.DISPUTES: _too_disputed(rows),
    }
    return [Alarm(kind, staff_id, count) for kind, count in counts.items() if count]


def _too_many(rows: Sequence[Any], now: datetime) -> int:
    """Return how many cases of the last day, when they are more than three times her own median day; else nothing."""
    moments = (row.opened_at for row in rows)
    window, times, least = LIMITS.alarm_window, LIMITS.alarm_times_median, LIMITS.alarm_least_cases
    return unusual_day(moments, now, PARIS, window=window, times=times, least=least)


def _too_disputed(rows: Sequence[Any]) -> int:
    disputed = sum(row.disputed_at is not None for row in rows)
    return disputed if disputed * LIMITS.alarm_one_dispute_in > len(rows) else 0


def _shared_contacts(unit: Unit, now: datetime) -> int:
    """Return how many new contacts were asked for more than one patient."""
    lately = change.c.asked_at > now - LIMITS.alarm_window
    recent = sa.select(change.c.value_digest).where(lately)
    grouped = (
        sa.select(change.c.value_digest)
        .where(change.c.value_digest.in_(recent))
        .group_by(change.c.value_digest)
        .having(sa.func.count(sa.distinct(change.c.patient_id)) > 1)
    )
    return len(unit.all(grouped))
