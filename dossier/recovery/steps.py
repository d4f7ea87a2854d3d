"""What follows an answer: the journal is told, the case is written back, notices leave."""

from datetime import datetime

from dossier.journal import Event, append
from dossier.store import Unit

from .keeping import Held, keep
from .notices import Told, tell_all
from .shapes import Case, CaseState, Outcome

_TOLD: dict[CaseState, Told] = {
    CaseState.LOCKED: "locked",
    CaseState.COOLING: "cooling",
    CaseState.GRANTED: "granted",
}
_EVENTS = {CaseState.LOCKED: Event.RECOVERY_CASE_LOCKED, CaseState.GRANTED: Event.RECOVERY_CASE_GRANTED}


def after_answer(unit: Unit, found: Held, outcome: Outcome, case: Case, now: datetime) -> None:
    """Write down how an answer was taken; a decoy tells nobody."""
    keep(unit, found, case)
    if found.patient_id is None:
        return
    given = case.proofs[-1] if len(case.proofs) > len(found.case.proofs) else None
    if given is not None:
        append(unit, found.acting, Event.RECOVERY_PROOF_GIVEN, now, {"proof": str(given.proof)})
    elif outcome == "wrong":
        append(unit, found.acting, Event.RECOVERY_PROOF_REFUSED, now)
    moved(unit, found, case, now)


def moved(unit: Unit, found: Held, case: Case, now: datetime) -> None:
    """Tell of the new state of a case, when it is one that she must hear of."""
    if case.state is found.case.state:
        return
    if event := _EVENTS.get(case.state):
        append(unit, found.acting, event, now)
    if told := _TOLD.get(case.state):
        tell_all(unit, found.acting, found.channels, "case", found.digest, told, now)
