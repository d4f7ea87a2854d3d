"""Every number of a mandate, in one place: lengths, lives of codes, limits, how long evidence is kept. Pure."""

from dataclasses import dataclass
from datetime import time, timedelta

from dossier.policy import Scope

from .shapes import Duration

LENGTHS = {
    Duration.VISIT: timedelta(minutes=60),
    Duration.DAY: timedelta(hours=24),
    Duration.MONTH: timedelta(days=31),
    Duration.HALF_YEAR: timedelta(days=182),
    Duration.YEAR: timedelta(days=365),
}
"""How long a mandate lasts from the instant it is given."""
LONG = frozenset({Duration.HALF_YEAR, Duration.YEAR})
"""Chosen expressly, or not at all."""
WEAK_SCOPES = frozenset({Scope.OPT_OUT, Scope.PRINT_SUMMARY})
"""What a paper may open: the start of an opt-out, and a letter to the address on file (SECURITY 3)."""
WEAK_LENGTHS = frozenset({Duration.VISIT, Duration.DAY})
REMOTE_LENGTHS = frozenset({Duration.VISIT, Duration.DAY})
NEAR_SCOPES = frozenset({Scope.PAPER_IN})
"""What can't be done for somebody on the telephone: her paper isn't there."""
FOR_A_CHILD = frozenset({Scope.OPT_OUT})
"""What a legal representative may have done for a child (DOMAIN B7)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of SECURITY 3."""

    draft_life: timedelta = timedelta(minutes=60)
    question_life: timedelta = timedelta(minutes=10)
    proof_life: timedelta = timedelta(minutes=10)
    """How old a proof may be before a sensitive act."""
    pause: timedelta = timedelta(seconds=30)
    """Between two codes."""
    questions: int = 5
    """Codes in a row without a right answer..."""
    questions_window: timedelta = timedelta(hours=1)
    """...until none was sent for so long."""
    ring: timedelta = timedelta(seconds=90)
    """How long a call-back may ring. Only then is it missed, for everybody alike."""
    calls: int = 3
    """Call-backs in a row that she doesn't take, until none was placed for `questions_window`."""
    call_life: timedelta = timedelta(minutes=60)
    """How long a call that she took opens questions: a visit's time. The next visit begins with another call."""
    failures: int = 5
    """Wrong answers in a row that end a mandate, given or not."""
    renewable: timedelta = timedelta(days=31)
    """How long after its end a mandate may still be renewed."""
    contact_settled: timedelta = timedelta(days=7)
    """A contact that changed less long ago proves nothing (SECURITY 2.2)."""
    drafts_an_hour: int = 20
    drafts_a_day: int = 60
    """Of one advisor."""
    living_drafts: int = 3
    """That wait for one person's answer, whoever drafted them."""
    codes_a_day: int = 10
    """Sent to one person, or said to be, for all mandates and drafts together."""
    failures_a_day: int = 10
    """Wrong answers of one person, for all of them together; then none is taken until the day is over."""
    stops_a_network: int = 9
    """Wrong stop codes, or unknown mandates, from one network before it has to wait."""
    notice_life: timedelta = timedelta(days=60)
    """A notice that couldn't leave in this time doesn't leave any more."""
    listed: timedelta = timedelta(days=31)
    """How long an advisor still sees what is over."""
    evidence_kept: timedelta = timedelta(days=6 * 365 + 2)
    """Six years after the end, with their leap days; what was never given, `void_kept`."""
    void_kept: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class AlarmLimits:
    """From when on something is odd (SECURITY 2.2 and 3, DOMAIN E6). Nothing is blocked by them."""

    window: timedelta = timedelta(days=7)
    times_median: int = 3
    """An advisor's day against the median of her own days before."""
    least_visits: int = 8
    """Below so many visits a day is no sign of anything."""
    least_nothing: int = 6
    """So many drafts that come to nothing, and more than half of hers."""
    least_on_paper: int = 4
    """So many agreements on paper, and more than half of hers."""
    soon_revoked: timedelta = timedelta(days=1)
    """Stopped so soon after it was given..."""
    least_revoked: int = 2
    one_revoked_in: int = 10
    """...so often, and more than one in so many."""
    opens: time = time(7)
    closes: time = time(20)
    """Between the two, but on Sundays, some house is open; no house opens earlier or closes later."""


LIMITS = Limits()
ALARMS = AlarmLimits()
