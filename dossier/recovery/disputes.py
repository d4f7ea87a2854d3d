"""« This was not me »: one code of a notice, from a page, the keypad or a letter's stub, stops what it was about."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from dossier.identity import check_wait, count_failure, hold_contact, suspend_credentials, throttle_key
from dossier.journal import Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import contact_rules, rules
from .changing import HeldChange, held_change, keep_change
from .channels import channels_of
from .keeping import held_by_digest, keep
from .limits import LIMITS
from .notices import dispute_digest, tell_all
from .shapes import CaseState
from .tables import dispute_code as table

Way = Literal["page", "keypad", "letter"]
Disputed = Literal["frozen", "stopped", "unknown"]


def dispute(unit: Unit, code: str, way: Way, now: datetime, *, network: str = "") -> Disputed:
    """Freeze the case, or stop the change of contact, that a notice told of. The code serves once.

    A case that was finished loses what it gave: nobody gets in until a desk has seen her. Wrong codes slow down the
    network they come from. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-dispute", b"", network)
    check_wait(unit, throttle, now)
    digest = dispute_digest(unit, code)
    row = unit.first(sa.select(table).where(table.c.code_digest == digest))
    if row is not None:
        hold(unit, row.patient_id)
    if row is None or not _used_up(unit, digest, now):
        count_failure(unit, throttle, now, free=LIMITS.disputes_a_network)
        return "unknown"
    return _freeze(unit, row, way, now) if row.subject == "case" else _stop(unit, row, way, now)


def _used_up(unit: Unit, digest: bytes, now: datetime) -> bool:
    live = sa.and_(table.c.code_digest == digest, table.c.used_at.is_(None), table.c.expires_at > now)
    return unit.execute(table.update().where(live).values(used_at=now)).rowcount == 1


def _freeze(unit: Unit, row: Any, way: Way, now: datetime) -> Disputed:
    found = held_by_digest(unit, row.subject_digest, now)
    acting = Acting(Role.STRANGER, row.patient_id)
    append(unit, acting, Event.RECOVERY_CASE_DISPUTED, now, {"way": way})
    if found.case.state is CaseState.DONE:
        suspend_credentials(unit, acting, now)
    already = found.case.state is CaseState.FROZEN
    if not already:
        keep(unit, found, rules.disputed(found.case, now))
        tell_all(unit, acting, found.channels, "case", found.digest, "frozen", now)
    return "frozen"


def _stop(unit: Unit, row: Any, way: Way, now: datetime) -> Disputed:
    found: HeldChange = held_change(unit, row.subject_digest, now)
    acting = Acting(Role.STRANGER, row.patient_id)
    witness = append(unit, acting, Event.RECOVERY_CONTACT_DISPUTED, now, {"way": way, "contact": str(found.kind)})
    if contact_rules.is_living(found.change):
        hold_contact(unit, row.patient_id, found.kind, None)
    keep_change(unit, found, contact_rules.disputed(found.change, now))
    if found.change.state is contact_rules.ChangeState.EFFECTIVE:
        # Too late to stop it: whoever answers there now must not recover anything with it.
        hold_contact(unit, row.patient_id, found.kind, now + LIMITS.agents_barred)
    channels = channels_of(unit, row.patient_id, witness, now)
    tell_all(unit, acting, channels, "change", found.digest, "contact-stopped", now, about=found.kind)
    return "stopped"
