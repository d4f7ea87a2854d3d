"""The deadline calculator."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from portal.ui import BirthMistake

PostalMistake = Literal["missing", "malformed", "elsewhere"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What one rule says: its words, whether it is the one told here, the day to tell, the day accepted."""

    rule: str
    is_told: bool
    told_on: date
    accepted_on: date
    until_in_paris: datetime | None
    """When that day ends, where the person doesn't live by the clock of Paris."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was computed: where the person lives, each rule, and whether a no is still taken under the latest."""

    sent_on: date
    zone: str
    rules: tuple[RuleLine, ...]
    is_open: bool
    days_left: int
    """Whole days until the last day accepted, today not counted; 0 on that day itself and after it."""
    last_on: date


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """Template `deadline/deadline.html`. Asks `day`, `month`, `year`, `postal_code`, in the address itself."""

    day: str = ""
    month: str = ""
    year: str = ""
    postal_code: str = ""
    day_error: BirthMistake | None = None
    postal_error: PostalMistake | None = None
    found: Found | None = None
