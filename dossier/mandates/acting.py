"""The one door for an advisor's act: a mandate alive at this instant, hers, with this scope, and a fresh proof."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from dossier.base import Refused, new_id
from dossier.identity import StaffSession, desk_is_open, has_turn
from dossier.journal import Event, append
from dossier.policy import Acting, Role, Scope
from dossier.store import Unit

from . import rules
from .keeping import Held, held_of_advisor, number_digest
from .shapes import MandateDead, UseDetail
from .tables import use


def acting_under(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> Acting:
    """Return the advisor acting for her patient under one scope, for one act, in the act's own writing unit.

    Nothing is believed from an earlier page: the mandate is read anew with its patient's turn taken, so that a
    revocation comes before the act or after it, never in between. Asked for again in the next act, never kept. Once the
    act is done, `note_use`; an act that was refused is none. Raises `NotPermitted`, `MandateDead`, `ProofTooOld`.
    """
    return _acting(_at_her_desk(unit, staff, reference, scope, now), scope)


def act_on_paper(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    scope: Scope,
    now: datetime,
    act: Callable[[Acting], object],
) -> None:
    """Do the one act that a mandate given on paper alone opens, if that is possible; nobody at the desk learns whether.

    For nobody, for who can give no mandate, and where the act is refused, the same is noted. Raises as `acting_under`.
    """
    found = _at_her_desk(unit, staff, reference, scope, now)
    if found.patient_id is not None and found.unfit(unit, now) is None:
        with suppress(Refused):  # whatever hinders it, all look alike
            act(_acting(found, scope))
    if found.patient_id is not None:
        _tell(unit, _acting(found, scope), UseDetail.LETTER, now)
    _count(unit, found.digest, staff.staff_id, found.site, scope, UseDetail.LETTER, now)


def note_use(unit: Unit, acting: Acting, now: datetime, detail: UseDetail | None = None) -> None:
    """Note an act that was done under what `acting_under` returned, in its unit; told in the patient's journal.

    `detail` says what the act was where its scope alone would mislead.
    """
    if acting.scope is None or acting.actor_id is None:
        raise ValueError("this is no act under a mandate")
    _tell(unit, acting, detail, now)
    _count(unit, number_digest(unit, acting.mandate), acting.actor_id, acting.site, acting.scope, detail, now)


def patient_under(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> bytes:
    """Return whose record an act would be done in: enough to say where her case stands before the act, no right.

    Nothing is noted, because nothing is done and nothing sealed is opened; on paper alone nothing is said. Raises as
    `acting_under`.
    """
    found = held_of_advisor(unit, staff, reference, now)
    rules.check_act(found.mandate, scope, now)
    if found.patient_id is None or found.mandate.is_weak:
        raise MandateDead
    return found.patient_id


def _at_her_desk(unit: Unit, staff: StaffSession, reference: str, scope: Scope, now: datetime) -> Held:
    """Return a mandate under which this act may be done now, at this desk."""
    if not unit.writes:
        raise ValueError("an act under a mandate is done in a writing unit")
    found = held_of_advisor(unit, staff, reference, now)
    rules.check_act(found.mandate, scope, now)
    if not desk_is_open(unit, staff):
        raise MandateDead(why="desk")
    if has_turn(unit, staff.staff_id, now):
        raise MandateDead(why="turn")
    return found


def _acting(found: Held, scope: Scope) -> Acting:
    if found.patient_id is None:
        raise MandateDead
    return Acting(
        Role.ADVISOR,
        found.patient_id,
        found.staff_id,
        found.names.advisor,
        mandate=found.reference,
        scope=scope,
        site=found.site,
        is_weak=found.mandate.is_weak,
        is_remote=found.mandate.remote,
    )


def _tell(unit: Unit, acting: Acting, detail: UseDetail | None, now: datetime) -> None:
    append(unit, acting, Event.MANDATES_MANDATE_USED, now, {"detail": str(detail)} if detail else None)


def _count(
    unit: Unit, digest: bytes, staff_id: bytes, site: str, scope: Scope, detail: UseDetail | None, now: datetime
) -> None:
    row = {
        "use_id": new_id(),
        "number_digest": digest,
        "staff_id": staff_id,
        "site": site,
        "scope": str(scope),
        "detail": str(detail or ""),
        "used_at": now,
    }
    unit.add(use, row)
