"""What the clock does: opens, tells, erases, keeps tombstones, sweeps. docs/jobs.md tells when and how."""

from .opening import CHUNK, open_all
from .rounds import one_round

__all__ = ["CHUNK", "one_round", "open_all"]
