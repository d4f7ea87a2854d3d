"""Coming back to a case from the pages: its number and the birth date; known or not, the same answers."""

from datetime import date, datetime

from dossier.identity import check_wait, count_failure, person_of, throttle_key
from dossier.policy import Role
from dossier.store import Unit

from .decoys import birth_mark
from .keeping import CaseUnknown, Held, held
from .limits import LIMITS
from .queries import Standing, shown


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


def _was_born(unit: Unit, found: Held, birth_on: date) -> bool:
    if found.patient_id is None:
        return found.case.born == birth_mark(unit, found.seed, birth_on)
    return person_of(unit, found.patient_id, found.witness).birth_on == birth_on
