"""Calling her back: at a time that a letter announces, on the telephone on file; no agent ever sees its number."""

from dataclasses import replace
from datetime import datetime

from dossier.identity import language_of, sim_changed_lately
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Action, NotPermitted, Role, require
from dossier.store import Unit

from . import callback_rules, rules
from .channels import WAY_OF, Channel
from .hours import callback_slots
from .keeping import CaseUnknown, Held, held, keep, owned
from .limits import LIMITS
from .queries import Standing, shown
from .quotas import check_not_barred
from .sending import letter_left_since
from .shapes import CallbackRefused, Proof


def plan_callback(unit: Unit, acting: Acting, number: str, at: datetime, now: datetime) -> Standing:
    """Plan a call at one of `callback_slots`, and announce it by letter; an earlier plan is over, the same one stands.

    Raises `NotPermitted`, `AgentBarred`, `CaseUnknown`, `CallbackRefused` (state, slot, phone, address, letter).
    """
    _require_agent(acting)
    check_not_barred(unit, acting, now)
    found = owned(unit, acting, number, now)
    case = callback_rules.planned(found.case, at, callback_slots(now))
    if found.case.callback_at == at:
        return shown(unit, found, acting.role)
    phone, address = _telephone(unit, found, now), found.channel(Proof.LETTER)
    if phone is None:
        raise CallbackRefused(why="phone")
    if address is None or address.why_not:
        raise CallbackRefused(why="address")
    if letter_left_since(unit, found, now - LIMITS.letter_pause):
        raise CallbackRefused(why="letter")
    if found.patient_id is not None:
        append(unit, acting, Event.RECOVERY_CALLBACK_PLANNED, now)
        _announce(unit, acting, address, at, now)
    return shown(unit, keep(unit, found, case, letter_at=now), acting.role)


def ring_back(unit: Unit, acting: Acting, number: str, now: datetime) -> Standing:
    """Have her rung, near the announced minute; whoever rings holds the case from now on.

    Pressed twice, it rings once. The provider rings her and connects the agent. Raises `NotPermitted`, `AgentBarred`,
    `CaseUnknown` (also for the case of another agent in which no call is planned for now), `CallbackRefused` (early,
    late, rung, phone, state).
    """
    _require_agent(acting)
    check_not_barred(unit, acting, now)
    found = held(unit, number, now)
    if acting.patient_id != found.person:
        raise CaseUnknown
    try:
        case = callback_rules.rung(found.case, now)
    except CallbackRefused as refused:
        if found.held_by != acting.actor_id:
            raise CaseUnknown from None
        if refused.facts["why"] == "pause":
            return shown(unit, found, acting.role)
        raise
    phone = _telephone(unit, found, now)
    if phone is None:
        raise CallbackRefused(why="phone")
    if found.patient_id is not None:
        append(unit, acting, Event.RECOVERY_CALLBACK_RUNG, now)
        _ring(unit, acting, phone, now)
    after = keep(unit, found, case, held_by=acting.actor_id, held_at=now)
    return shown(unit, replace(after, held_by=acting.actor_id), acting.role)


def _require_agent(acting: Acting) -> None:
    require(acting, Action.RECOVERY_CODE_SEND)
    if acting.role is not Role.CALL_AGENT:
        raise NotPermitted(action=Action.RECOVERY_CODE_SEND, role=acting.role)


def _telephone(unit: Unit, found: Held, now: datetime) -> Channel | None:
    """Return the telephone on which she may be rung: the one at home first; none whose SIM card changed lately."""
    both = (found.channel(proof) for proof in (Proof.VOICE, Proof.SMS))
    hers = (one for one in both if one and not one.why_not and not rules.is_lost(found.case.lost, one.proof))
    return next((one for one in hers if not sim_changed_lately(unit, one.address, now)), None)


def _announce(unit: Unit, acting: Acting, address: Channel, at: datetime, now: datetime) -> None:
    queue(
        unit,
        acting,
        now,
        kind="call-back-letter",
        channel=WAY_OF[Proof.LETTER],
        language=language_of(unit, acting.patient_id),
        address=address.address,
        parameters={"at": at.isoformat()},
        not_after=at,
    )


def _ring(unit: Unit, acting: Acting, phone: Channel, now: datetime) -> None:
    """Ask the provider to ring her; a call that hasn't begun in time doesn't begin any more."""
    queue(
        unit,
        acting,
        now,
        kind="call-back",
        channel=WAY_OF[Proof.VOICE],
        language=language_of(unit, acting.patient_id),
        address=phone.address,
        parameters={},
        not_after=now + LIMITS.callback_slot,
    )
