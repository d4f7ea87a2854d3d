"""The machine of a change of contact: asked, approved by another team, held a week, confirmed. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from dossier.base import Refused

from .limits import LIMITS, Limits
from .shapes import Outcome, SecondPersonMissing


class ChangeState(StrEnum):
    """How far a change is."""

    ASKED = "asked"
    HELD = "held"
    """Approved; both places are told, and nothing is sent to either for seven days."""
    EFFECTIVE = "effective"
    DISPUTED = "disputed"
    LAPSED = "lapsed"


class ChangeRefused(Refused):
    """The change isn't where this step is possible. Facts: its state, and why when it says more."""

    code: ClassVar[str] = "recovery-change-refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one contact, as the rules see it: neither the old value nor the new one."""

    state: ChangeState
    asked_by: str
    asker_team: str
    asked_at: datetime
    approved_by: str = ""
    approver_team: str = ""
    approved_at: datetime | None = None
    held_until: datetime | None = None
    code_digest: str = ""
    code_until: datetime | None = None
    last_sent_at: datetime | None = None
    failures: int = 0
    """Wrong codes; nothing sets them back."""
    effective_at: datetime | None = None
    disputed_at: datetime | None = None


def is_living(change: Change) -> bool:
    """Tell whether the change may still come to something."""
    return change.state in (ChangeState.ASKED, ChangeState.HELD)


def settled(change: Change, now: datetime, limits: Limits = LIMITS) -> Change:
    """Return the change after what time alone does: it lapses when nobody approves or confirms it."""
    late = change.state is ChangeState.ASKED and now >= change.asked_at + limits.approval
    if change.state is ChangeState.HELD and change.held_until is not None:
        late = now >= change.held_until + limits.confirmation
    return replace(change, state=ChangeState.LAPSED, code_digest="") if late else change


def approved(change: Change, by: str, team: str, now: datetime, limits: Limits = LIMITS) -> Change:
    """Return the change once another agent, of another team, approved it: the hold begins.

    Raises `ChangeRefused`, `SecondPersonMissing`.
    """
    change = settled(change, now, limits)
    if change.state is not ChangeState.ASKED:
        raise ChangeRefused(state=change.state)
    if not by or by == change.asked_by:
        raise SecondPersonMissing(why="same")
    if not team or team == change.asker_team:
        raise SecondPersonMissing(why="team")
    return replace(
        change,
        state=ChangeState.HELD,
        approved_by=by,
        approver_team=team,
        approved_at=now,
        held_until=now + limits.hold,
    )


def code_sent(change: Change, digest: str, until: datetime, now: datetime, limits: Limits = LIMITS) -> Change:
    """Return the change once a code left for the new place, after the hold. Raises `ChangeRefused`."""
    change = settled(change, now, limits)
    if change.state is not ChangeState.HELD or change.held_until is None:
        raise ChangeRefused(state=change.state)
    if now < change.held_until:
        raise ChangeRefused(state=change.state, why="hold")
    if change.last_sent_at is not None and now - change.last_sent_at < limits.code_pause:
        raise ChangeRefused(state=change.state, why="pause")
    return replace(change, code_digest=digest, code_until=until, last_sent_at=now)


def code_answered(change: Change, digest: str, now: datetime, limits: Limits = LIMITS) -> tuple[Outcome, Change]:
    """Return whether the code sent to the new place was right, and the change after it: effective at last.

    The fifth wrong code ends the change, so that another may be asked for.
    """
    change = settled(change, now, limits)
    until = change.code_until
    if change.failures >= limits.failures:
        return "locked", change
    if change.state is not ChangeState.HELD or until is None:
        return "wrong", change
    if not change.code_digest or change.code_digest != digest:
        change = replace(change, failures=change.failures + 1)
        if change.failures < limits.failures:
            return "wrong", change
        return "locked", replace(change, state=ChangeState.LAPSED, code_digest="")
    if now >= until:
        return "expired", replace(change, code_digest="")
    return "right", replace(change, state=ChangeState.EFFECTIVE, code_digest="", effective_at=now)


def disputed(change: Change, now: datetime) -> Change:
    """Return the change once somebody said « this was not me ». One that is effective stays so: a desk undoes it."""
    state = ChangeState.EFFECTIVE if change.state is ChangeState.EFFECTIVE else ChangeState.DISPUTED
    return replace(change, state=state, code_digest="", disputed_at=change.disputed_at or now)


def bars(change: Change, agent: str, now: datetime, limits: Limits = LIMITS) -> bool:
    """Tell whether this agent had a hand in the change too lately to recover anything for the same patient."""
    if not agent or agent not in (change.asked_by, change.approved_by):
        return False
    last = max(filter(None, (change.asked_at, change.approved_at, change.effective_at)))
    return now < last + limits.agents_barred
