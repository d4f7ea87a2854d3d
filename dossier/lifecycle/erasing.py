"""Erasing: what the clock does at the end of the archive, of an asked erasure, of a no that stands (CSP R1111-36).

The last entry of the chain, a signed tombstone, every row that names the person, her key. What stays can't be read:
sealed entries, a chain that still verifies, the numbers of receipts.
"""

from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from dossier.identity import forget_person, ins_digest_of
from dossier.journal import Audience, Event, append, hold
from dossier.mandates import end_mandates_of
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import has_key, shred

from .acts import ActKind, Status
from .cases import Case
from .queries import case_of
from .rules import ERASURE_LATEST, ERASURE_POSTPONED, State
from .tables import act, space
from .tombstones import Reason, Tombstone, brought_back, keep_tombstone

Outcome = Literal["erased", "postponed", "not-due"]
_ENDING = (str(State.CLOSED), str(State.OPPOSED))


def erasures_due(unit: Unit, now: datetime, limit: int, after: bytes = b"") -> list[bytes]:
    """Return up to `limit` patients whose day of erasure has come, by id, past `after`."""
    due = sa.select(space.c.patient_id).where(space.c.state.in_(_ENDING), space.c.due_at <= now)
    page = due.where(space.c.patient_id > after).order_by(space.c.patient_id).limit(limit)
    return [row.patient_id for row in unit.all(page)]


def erase_due(unit: Unit, patient_id: bytes, now: datetime) -> Outcome:
    """Erase a patient whose day has come. Read anew once her turn is held: she may have reopened her record.

    An asked erasure waits, a week at a time, until the caisse was told of it, but never past `ERASURE_LATEST`; a no
    waits until the caisse acknowledged it: until then somebody must be able to tell that it was said.
    """
    hold(unit, patient_id)
    case = case_of(unit, patient_id)
    if case is None or str(case.state) not in _ENDING or case.due_at is None or case.due_at > now:
        return "not-due"
    later = _postponed(unit, case, now)
    if later is not None:
        unit.execute(space.update().where(space.c.patient_id == patient_id).values(due_at=later))
        return "postponed"
    _erase(unit, Tombstone.made(unit.holder, patient_id, ins_digest_of(unit, patient_id), _reason(case), now), now)
    return "erased"


def erase_again(unit: Unit, stone: Tombstone, now: datetime) -> bool:
    """Erase somebody whom an old backup brought back; tell whether she was there. Her tombstone is kept in any case.

    The caller made sure that the tombstone is genuine.
    """
    hold(unit, stone.patient_id)
    if not brought_back(unit, [stone.patient_id]):
        keep_tombstone(unit, stone)
        return False
    _erase(unit, stone, now)
    return True


def _erase(unit: Unit, stone: Tombstone, now: datetime) -> None:
    patient_id = stone.patient_id
    if has_key(unit, patient_id):  # a backup of keys is older or newer than that of the rest
        told = {"reason": stone.reason}
        append(unit, Acting(Role.OPERATOR, patient_id), Event.LIFECYCLE_RECORD_ERASED, now, told, Audience.NOT_PATIENT)
    keep_tombstone(unit, stone)
    end_mandates_of(unit, patient_id, now)
    forget_person(unit, patient_id)
    unit.forget(patient_id)
    shred(unit, patient_id)


def _reason(case: Case) -> Reason:
    if case.state is State.OPPOSED:
        return Reason.OPT_OUT
    return Reason.ARCHIVE if case.erasure_asked_at is None else Reason.ERASURE


def _postponed(unit: Unit, case: Case, now: datetime) -> datetime | None:
    """Return until when an erasure has to wait for the caisse; None when it hasn't."""
    later = now + ERASURE_POSTPONED
    if case.state is State.OPPOSED:
        return None if _status(unit, case.patient_id, ActKind.OPT_OUT) is Status.ACKNOWLEDGED else later
    if case.erasure_asked_at is None:
        return None
    latest = case.erasure_asked_at + ERASURE_LATEST
    if now >= latest or _status(unit, case.patient_id, ActKind.ERASURE) in (Status.TRANSMITTED, Status.ACKNOWLEDGED):
        return None
    return min(later, latest)


def _status(unit: Unit, patient_id: bytes, kind: ActKind) -> Status | None:
    """Return how far her newest act of this kind has come."""
    hers = sa.and_(act.c.patient_id == patient_id, act.c.kind == str(kind))
    found = unit.scalar(sa.select(act.c.status).where(hers).order_by(act.c.made_at.desc()).limit(1))
    return None if found is None else Status(found)
