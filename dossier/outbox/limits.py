"""Every number of the post, in one place. Pure."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often. Delivery is tried 48 times at 300 seconds, as GOV.UK Notify does (SECURITY 7)."""

    lease: timedelta = timedelta(minutes=2)
    """How long a worker may have a message in hand: longer than any provider takes to answer."""
    blocked: timedelta = timedelta(seconds=5)
    """Before a message is looked at again whose only provider is not free."""
    code_pause: timedelta = timedelta(seconds=1)
    """Before a code is tried again; then twice as long each time..."""
    longest_code_pause: timedelta = timedelta(minutes=5)
    """...and never longer than this."""
    pause: timedelta = timedelta(seconds=300)
    """Between two rounds of anything else, once it was tried again at once."""
    rounds: int = 49
    """After the first: one at once, then 48."""
    code_silence: timedelta = timedelta(minutes=1)
    """How long the slip of a code that may have left is waited for, when its provider keeps no keys."""
    silence: timedelta = timedelta(minutes=10)
    """The same for anything else."""
    code_late: timedelta = timedelta(seconds=30)
    """A code that waits longer is late."""
    late: timedelta = timedelta(minutes=15)
    retold: timedelta = timedelta(days=3)
    """For how long a provider may tell the same event again: longer than any signature of its is believed."""
    letter_late: timedelta = timedelta(days=2)
    """Batches are made on working days."""


LIMITS = Limits()
