"""Every number of a mandate, in one place: lengths, lives of codes, limits, how long evidence is kept. Pure."""

from dataclasses import dataclass
from datetime import timedelta

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
    failures: int = 5
    """Wrong answers in a row that end a mandate, given or not."""
    renewable: timedelta = timedelta(days=31)
    """How long after its end a mandate may still be renewed."""
    contact_settled: timedelta = timedelta(days=7)
    """A contact that changed less long ago proves nothing (SECURITY 2.2)."""
    drafts_an_hour: int = 20
    drafts_a_day: int = 60
    """Of one advisor."""
    stops_a_network: int = 9
    """Wrong stop codes, or unknown mandates, from one network before it has to wait."""
    notice_life: timedelta = timedelta(days=60)
    """A notice that couldn't leave in this time doesn't leave any more."""
    listed: timedelta = timedelta(days=31)
    """How long an advisor still sees what is over."""
    evidence_kept: timedelta = timedelta(days=6 * 365 + 2)
    """Six years after the end, with their leap days; what was never given, `void_kept`."""
    void_kept: timedelta = timedelta(days=365)


LIMITS = Limits()
