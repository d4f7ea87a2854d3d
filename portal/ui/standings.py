"""Where a case stands for whoever may say no: in time, late, or past the question."""

from datetime import datetime
from typing import Literal

from dossier.lifecycle import Case, State, window_open

Standing = Literal["announced", "late", "activated", "opposed", "closed"]
_STANDINGS: dict[State, Standing] = {
    State.ACTIVATED: "activated",
    State.OPPOSED: "opposed",
    State.CLOSED: "closed",
}


def standing_of(case: Case, now: datetime) -> Standing:
    """Return where a case stands: an opened record may still be in time, when its sending date says so."""
    if case.state in _STANDINGS:
        return _STANDINGS[case.state]
    undated = case.state is State.OPENED and case.accepted_until is None
    return "announced" if window_open(case, now) and not undated else "late"
