"""Coming back to a case, from the pages or at the telephone; known or not, the same answers."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime

from dossier.identity import TypedIdentity, check_wait, count_failure, person_of, throttle_key
from dossier.policy import Acting, Action, Role, require
from dossier.store import Unit

from .barred import owners
from .decoys import birth_mark
from .finding import find_exact
from .keeping import NOBODY, CaseUnknown, Held, held, keep, owner_of
from .limits import LIMITS
from .queries import Standing, shown
from .quotas import check_not_barred


def resume_online(unit: Unit, number: str, birth_on: date, network: str, now: datetime) -> Standing | None:
    """Return where a case stands, None when number and birth date don't go together: no one is told which is wrong.

    Wrong answers slow down the network they come from. Raises `TooManyTries`.
    """
    throttle = throttle_key(unit, "recovery-resume", b"", network)
    check_wait(unit, throttle, now)
    try:
        found = held(unit, number, now)
    except CaseUnknown:
        found = None
    if found is None or not _was_born(unit, found, birth_on):
        count_failure(unit, throttle, now, free=LIMITS.resumes_a_network)
        return None
    return shown(unit, found, Role.STRANGER)


def resume_for_caller(
    unit: Unit,
    typed: TypedIdentity,
    domains: Collection[int],
    number: str,
    now: datetime,
    agent: Callable[[bytes], Acting],
) -> Standing:
    """Take up a case for a caller who tells its number and is exactly its person; the agent holds it from now on.

    A decoy asks the same of her. `CaseUnknown` is all that a miss says, and counts for the agent: catch it inside
    the unit, or the count is lost. Raises `NotPermitted`, `TooManyTries`, `CaseUnknown`, `AgentBarred`.
    """
    who = agent(NOBODY)
    require(who, Action.RECOVERY_CASE_OPEN)
    throttle = throttle_key(unit, "recovery-take-up", who.actor_id or NOBODY, "")
    check_wait(unit, throttle, now)
    person = owner_of(unit, number)
    if person not in owners(unit, typed, find_exact(unit, typed, domains, now, agent)):
        count_failure(unit, throttle, now, free=LIMITS.unfound_an_agent)
        raise CaseUnknown
    acting = agent(person)
    check_not_barred(unit, acting, now)
    found = held(unit, number, now)
    after = keep(unit, found, found.case, held_by=acting.actor_id, held_at=now)
    return shown(unit, replace(after, held_by=acting.actor_id), acting.role)


def _was_born(unit: Unit, found: Held, birth_on: date) -> bool:
    if found.patient_id is None:
        return found.case.born == birth_mark(unit, found.seed, birth_on)
    return person_of(unit, found.patient_id, found.witness).birth_on == birth_on
