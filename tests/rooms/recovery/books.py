"""What a walk writes down of cases and changes, never asking the program whether something was allowed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from dossier.identity import ContactKind
from dossier.recovery import CaseState, Lost, Proof
from tests.kit.recovery_drivers import TEAM_OF

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIVES = {
    Proof.SMS: 10 * HOUR / 60,
    Proof.VOICE: 10 * HOUR / 60,
    Proof.EMAIL: DAY,
    Proof.LETTER: 21 * DAY,
}
TAKES = (CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE, CaseState.GRANTED)
AGENTS = sorted(TEAM_OF)
STAFF = st.sampled_from([*AGENTS, "ines", "nora", "omar"])
"""Anybody may try to be the first person at a desk, or the second one."""
SHOWING = st.sampled_from(["hers", "a thief's"])
LATE = st.sampled_from([9 * HOUR / 60, 11 * HOUR / 60, 25 * HOUR, 22 * DAY])
SOME = st.integers(0, 3)
VISITS = st.sampled_from(["", "hers", "a thief's"])
STEPS = st.sampled_from(
    [31 * HOUR / 3600, 31 * HOUR / 3600, 11 * HOUR / 60, 12 * HOUR, 25 * HOUR, 3 * DAY, 7 * DAY, 31 * DAY]
)


@dataclass
class Code:
    text: str
    proof: Proof
    address: str
    sent_at: datetime
    used: bool = False
    dead: bool = False


@dataclass
class Screen:
    text: str
    visit: str
    shown_at: datetime
    used: bool = False


@dataclass
class Paper:
    """What an advisor saw, and that waits for a second person."""

    by: str
    visit: str
    at: datetime


@dataclass
class CaseBook:
    lost: Lost
    opener: str
    codes: list[Code] = field(default_factory=list)
    given: list[tuple[Proof, str, datetime]] = field(default_factory=list)
    wrongs: int = 0
    locks: int = 0
    locked_until: datetime | None = None
    disputed: bool = False
    screens: list[Screen] = field(default_factory=list)
    paper: Paper | None = None
    papers: list[Paper] = field(default_factory=list)
    vouched: list[str] = field(default_factory=list)
    two: tuple[str, str] | None = None
    desk_is_live: bool = False
    gone_on_in: int | None = None
    holder: str = ""
    callback_at: datetime | None = None
    rings: int = 0
    rung_at: datetime | None = None
    ends_at: datetime | None = None
    opened_at: datetime | None = None
    right_visit: str = ""
    done: bool = False
    granted_since: datetime | None = None


@dataclass
class ChangeBook:
    kind: ContactKind
    value: str
    asker: str
    asked_at: datetime
    approver: str = ""
    approved_at: datetime | None = None
    effective_at: datetime | None = None
    codes: list[Code] = field(default_factory=list)
    wrongs: int = 0
    disputed: bool = False
