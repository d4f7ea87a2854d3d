"""Ending a mandate: by the patient on any way, by a desk with her proof, by the advisor, by an erasure."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from dossier.identity import StaffSession, TypedIdentity, check_wait, count_failure, throttle_key, use_lowest_card_line
from dossier.journal import Event, append, hold
from dossier.outbox import drop_letters
from dossier.policy import Acting, Action, NotPermitted, Role, Scope, require
from dossier.store import Unit

from . import rules
from .drafting import find_exact
from .keeping import NOBODY, Held, held, held_by_digest, held_of_advisor, keep
from .limits import LIMITS
from .notices import SUMMARY, stop_digest
from .shapes import MandateDead, MandateState, Why
from .tables import mandate as table
from .tables import stop_code, use

StopWay = Literal["page", "keypad", "phone", "sms", "letter"]
"""`phone`: she reads it out to an agent; `letter`: the paper came back by post."""
Stopped = Literal["revoked", "over", "unknown"]
_DESKS = (Role.ADVISOR, Role.SUPERVISOR)


def revoke(unit: Unit, acting: Acting, reference: str, now: datetime) -> None:
    """End a mandate, or a draft, by who gave it or the record's holder. What is over already stays as it ended.

    From the next act on nothing is done under it. Raises `NotPermitted`, `MandateDead`.
    """
    require(acting, Action.MANDATE_REVOKE)
    found = held(unit, reference, now)
    if acting.patient_id not in (found.patient_id, found.giver_id):
        raise MandateDead
    told = Acting(acting.role, found.patient_id or NOBODY, acting.actor_id, acting.actor_name)
    _end(unit, found, told, MandateState.REVOKED, "patient", "page", now)


def revoke_by_code(unit: Unit, code: str, way: StopWay, network: str, now: datetime) -> Stopped:
    """End the mandate that a notice told of, with its stop code: from a page, the keypad, an SMS, a letter's stub.

    `over`: the code is right, and the mandate ended already, by it or otherwise; a letter may be read late. Wrong ones
    slow down the network they come from. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "mandate-stop", b"", network)
    check_wait(unit, throttle, now)
    stopped = revoke_if_known(unit, code, way, now)
    if stopped == "unknown":
        count_failure(unit, throttle, now, free=LIMITS.stops_a_network)
    return stopped


def revoke_if_known(unit: Unit, code: str, way: StopWay, now: datetime) -> Stopped:
    """Do the same for a caller who bounds the guesses himself."""
    this = sa.and_(stop_code.c.code_digest == stop_digest(unit, code), stop_code.c.expires_at > now)
    row = unit.first(sa.select(stop_code.c.patient_id, stop_code.c.number_digest).where(this))
    if row is None:
        return "unknown"
    hold(unit, row.patient_id)
    found = held_by_digest(unit, row.number_digest, now)
    if found.mandate.state not in rules.LIVING:
        return "over"
    unit.execute(stop_code.update().where(this).values(used_at=now))
    _end(unit, found, Acting(Role.STRANGER, row.patient_id), MandateState.REVOKED, "code", way, now)
    return "revoked"


def revoke_at_desk(
    unit: Unit,
    staff: StaffSession,
    typed: TypedIdentity,
    domains: Collection[int],
    card_code: str,
    network: str,
    now: datetime,
) -> Literal["revoked", "wrong"]:
    """End every mandate and draft of somebody at any desk, with the next code of her card, typed by herself.

    It is the first that isn't crossed out, even when a mandate keeps it: perhaps the very one she wants to end.
    Unknown, without a card, or a wrong code: `wrong` for all. Raises `NotPermitted`, `TooManyTries`.
    """
    if staff.role not in _DESKS:
        raise NotPermitted(action=Action.MANDATE_REVOKE, role=staff.role)
    throttle = throttle_key(unit, "mandate-desk", staff.staff_id, network)
    check_wait(unit, throttle, now)
    her = find_exact(unit, staff, typed, domains, now)
    if not use_lowest_card_line(unit, her.patient_id if her else NOBODY, card_code, now) or her is None:
        count_failure(unit, throttle, now)
        return "wrong"
    acting = Acting(Role.PATIENT, her.patient_id, her.patient_id)
    for digest in _living(unit, _of_person(her.patient_id)):
        found = held_by_digest(unit, digest, now)
        role = Role.PATIENT if found.patient_id == her.patient_id else Role.LEGAL_REPRESENTATIVE
        told = Acting(role, found.patient_id or NOBODY, acting.actor_id)
        _end(unit, found, told, MandateState.REVOKED, "desk", "desk", now)
    return "revoked"


def end_mandate(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> None:
    """End one of the advisor's own mandates, or drafts. Raises `NotPermitted`, `MandateDead`."""
    found = held_of_advisor(unit, staff, reference, now)
    _end(unit, found, found.by_advisor(), MandateState.ENDED, "advisor", "desk", now)


def end_mandates_of(unit: Unit, patient_id: bytes, now: datetime) -> None:
    """End everything given over a record, or by its holder, before the record is erased; the journal tells that."""
    for digest in _living(unit, _of_person(patient_id)):
        found = held_by_digest(unit, digest, now)
        keep(unit, found, rules.over(found.mandate, MandateState.ENDED, "erased", now))


def end_mandates_of_advisor(unit: Unit, staff_id: bytes, now: datetime) -> None:
    """End everything that was given to a member of the staff who is suspended, or gets new means, once that is kept.

    In a unit of its own: an act takes its patient's turn before the advisor's account, so taking them the other way
    round would hang, and no patient's turn may delay a suspension.
    """
    for digest in _living(unit, table.c.staff_id == staff_id):
        found = held_by_digest(unit, digest, now)
        _end(unit, found, found.by_advisor(), MandateState.ENDED, "suspended", "desk", now)


def _of_person(patient_id: bytes) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.patient_id == patient_id, table.c.giver_id == patient_id)


def _living(unit: Unit, hers: sa.ColumnElement[bool]) -> list[bytes]:
    alive = table.c.state.in_([str(state) for state in rules.LIVING])
    found = sa.select(table.c.number_digest).where(hers, alive).order_by(table.c.number_digest)
    return [row.number_digest for row in unit.all(found)]


def _end(unit: Unit, found: Held, acting: Acting, state: MandateState, why: Why, way: str, now: datetime) -> None:
    if found.mandate.state not in rules.LIVING:
        return
    keep(unit, found, rules.over(found.mandate, state, why, now))
    if found.patient_id is None:
        return
    if state is MandateState.REVOKED or why == "suspended":
        _stop_letter(unit, found, now)
    event = Event.MANDATES_MANDATE_REVOKED if state is MandateState.REVOKED else Event.MANDATES_MANDATE_ENDED
    append(unit, acting, event, now, {"mandate": found.reference, "way": way, "site": found.site})


def _stop_letter(unit: Unit, found: Held, now: datetime) -> None:
    """Drop the summary that waits to be printed, if one was asked for under this mandate: she no longer wants it."""
    asked = sa.and_(use.c.number_digest == found.digest, use.c.scope == str(Scope.PRINT_SUMMARY))
    if found.patient_id is not None and unit.first(sa.select(use.c.use_id).where(asked).limit(1)) is not None:
        drop_letters(unit, found.patient_id, SUMMARY, now)
