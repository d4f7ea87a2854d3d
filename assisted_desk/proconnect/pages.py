"""The pages around ProConnect: on the way there, on the way out, when it didn't work, and one's own link."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from federation import Cause

Trouble = Cause | Literal["taken"]
"""`taken`: somebody else has linked this account."""


@dataclass(frozen=True, slots=True)
class GoingPage:
    """Template `proconnect/going.html`. Leads to ProConnect; browsers follow by themselves."""


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """Template `proconnect/leaving.html`. Leads to ProConnect's own way out; browsers follow by themselves."""


@dataclass(frozen=True, slots=True)
class FailurePage:
    """Template `proconnect/failure.html`: why nothing was opened or linked. `at_desk`: her desk is open."""

    trouble: Trouble
    at_desk: bool


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Template `proconnect/link.html`, at `/proconnect`. `just_done`: the link was made a moment ago."""

    linked_on: date | None
    just_done: bool
