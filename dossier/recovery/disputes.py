"""« This was not me »: one code of a notice, from a page, the keypad, a call or a letter, stops what it was about."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from dossier.identity import check_wait, count_failure, hold_contact, suspend_credentials, throttle_key
from dossier.journal import Event, append, hold
from dossier.mandates import StopWay, revoke_if_known
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import contact_rules, rules
from .changing import HeldChange, held_change, keep_change
from .channels import channels_of
from .keeping import Held, held_by_digest, keep
from .limits import LIMITS
from .notices import Told, dispute_digest, tell_all
from .shapes import CaseState
from .tables import dispute_code as table

Disputed = Literal["frozen", "stopped", "held", "unknown"]
"""`held`: the contact has changed already, and stays so; it recovers nothing for a while."""
Stopped = Literal["frozen", "stopped", "held", "revoked", "over", "unknown"]


def dispute(unit: Unit, code: str, way: StopWay, now: datetime, *, network: str = "") -> Disputed:
    """Freeze the case, or stop the change of contact, that a notice told of. The code serves once.

    A case that was finished loses what it gave: nobody gets in until a desk has seen her. A change that is effective
    stays (`held`): a desk undoes it. Wrong codes slow down the
    network they come from. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-dispute", b"", network)
    check_wait(unit, throttle, now)
    outcome = _disputed(unit, code, way, now)
    if outcome == "unknown":
        count_failure(unit, throttle, now, free=LIMITS.disputes_a_network)
    return outcome


def stop_by_code(unit: Unit, code: str, way: StopWay, now: datetime, *, network: str) -> Stopped:
    """Stop whatever a notice told of, with its twelve digits: a case, a change of contact, a mandate.

    Whoever holds a notice needn't know of which kind it is: told to an agent, keyed in, or sent back as « STOP » and
    the code. At once: nothing more is done under that mandate. `over`: it had ended already. Wrong ones of both kinds
    count together, and slow down where they come from. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-dispute", b"", network)
    check_wait(unit, throttle, now)
    digits = code.upper().replace("STOP", " ")
    stopped = revoke_if_known(unit, digits, way, now)
    if stopped != "unknown":
        return stopped
    outcome = _disputed(unit, digits, way, now)
    if outcome == "unknown":
        count_failure(unit, throttle, now, free=LIMITS.disputes_a_network)
    return outcome


def was_stopped_by(unit: Unit, code: str, now: datetime) -> bool:
    """Tell whether this code of a recovery's notice was used already. The caller bounds the guesses."""
    used = sa.and_(table.c.used_at.is_not(None), table.c.expires_at > now)
    this = sa.and_(table.c.code_digest == dispute_digest(unit, code), used)
    return unit.first(sa.select(table.c.code_digest).where(this)) is not None


def _disputed(unit: Unit, code: str, way: StopWay, now: datetime) -> Disputed:
    digest = dispute_digest(unit, code)
    row = unit.first(sa.select(table).where(table.c.code_digest == digest))
    if row is not None:
        hold(unit, row.patient_id)
    if row is None or not _used_up(unit, digest, now):
        return "unknown"
    return _freeze(unit, row, way, now) if row.subject == "case" else _stop(unit, row, way, now)


def _used_up(unit: Unit, digest: bytes, now: datetime) -> bool:
    live = sa.and_(table.c.code_digest == digest, table.c.used_at.is_(None), table.c.expires_at > now)
    return unit.execute(table.update().where(live).values(used_at=now)).rowcount == 1


def _freeze(unit: Unit, row: Any, way: StopWay, now: datetime) -> Disputed:
    found = held_by_digest(unit, row.subject_digest, now)
    acting = Acting(Role.STRANGER, row.patient_id)
    append(unit, acting, Event.RECOVERY_CASE_DISPUTED, now, {"way": way})
    if found.case.state is CaseState.DONE:
        suspend_credentials(unit, acting, now)
    _freeze_one(unit, acting, found, now)
    if found.case.next_case and _tells_of_seeing(found, row):
        after = held_by_digest(unit, bytes.fromhex(found.case.next_case), now)
        if after.case.state is CaseState.DONE:
            suspend_credentials(unit, acting, now)
        _freeze_one(unit, acting, after, now)
    return "frozen"


def _freeze_one(unit: Unit, acting: Acting, found: Held, now: datetime) -> None:
    """Freeze a case; in one that is frozen already, a paper seen since counts for nothing any more."""
    already = found.case.state is CaseState.FROZEN
    if already and (found.case.seen is None or found.case.next_case):
        return
    keep(unit, found, rules.disputed(found.case, now))
    tell_all(unit, acting, found.channels, "case", found.digest, "frozen", now)


def _tells_of_seeing(found: Held, row: Any) -> bool:
    """Tell whether this code stood on the notice of the paper seen, or on a later one.

    An older letter, about what was frozen, may come days after she went to the desk herself.
    """
    seen = found.case.seen
    return seen is not None and row.expires_at >= seen.seen_at + LIMITS.dispute_life


def _stop(unit: Unit, row: Any, way: StopWay, now: datetime) -> Disputed:
    found: HeldChange = held_change(unit, row.subject_digest, now)
    acting = Acting(Role.STRANGER, row.patient_id)
    witness = append(unit, acting, Event.RECOVERY_CONTACT_DISPUTED, now, {"way": way, "contact": str(found.kind)})
    if contact_rules.is_living(found.change):
        hold_contact(unit, row.patient_id, found.kind, None)
    keep_change(unit, found, contact_rules.disputed(found.change, now))
    is_late = found.change.state is contact_rules.ChangeState.EFFECTIVE
    if is_late:
        # Too late to stop it: whoever answers there now must not recover anything with it.
        hold_contact(unit, row.patient_id, found.kind, now + LIMITS.agents_barred)
    channels = channels_of(unit, row.patient_id, witness, now)
    told: Told = "contact-held" if is_late else "contact-stopped"
    tell_all(unit, acting, channels, "change", found.digest, told, now, about=found.kind)
    return "held" if is_late else "stopped"
