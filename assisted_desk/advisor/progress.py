"""How far a case is that somebody's paper was seen for, as the advisor is told it."""

from dossier.recovery import CaseState, Standing

from .pages import Progress

_WAITS = (CaseState.DESK_REQUIRED, CaseState.FROZEN)
_ENDS: dict[CaseState, Progress] = {
    CaseState.GRANTED: "granted",
    CaseState.DONE: "granted",
    CaseState.COOLING: "cooling",
    CaseState.OPEN: "counted",
    CaseState.CODE_SENT: "counted",
    CaseState.PROVED_ONCE: "counted",
    CaseState.LOCKED: "over",
    CaseState.EXPIRED: "over",
}


def progress_of(case: Standing) -> Progress:
    """Return how far it is. A seeing that a second person, or a dispute, took back counts for nothing."""
    if case.next_number:
        return "reopened"
    if case.state in _WAITS:
        return "waiting" if case.seen_at else "taken-back"
    return _ENDS[case.state]
