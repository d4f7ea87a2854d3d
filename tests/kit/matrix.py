"""The words of the matrix: who asks, in which state a mandate is, what one row of the table says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.policy import Scope


class Who(StrEnum):
    """Who asks. Each has one cookie, which is sent to both faces."""

    PATIENT = "the patient"
    OTHER = "another patient"
    REPRESENTATIVE = "a mother in her child's record"
    FORMER = "a father who represents the child no more"
    TURN = "the patient in her turn at a desk"
    ANSWERING = "the patient in a turn to answer for a draft"
    ADVISOR = "the advisor of the mandate"
    MOVED = "the same, moved to another site"
    LOCKED = "the same, her desk left"
    SUSPENDED = "the same, suspended"
    COLLEAGUE = "an advisor beside her"
    ELSEWHERE = "an advisor of another site"
    AGENT = "the call agent of the case"
    OTHER_AGENT = "a call agent of another team"
    SUPERVISOR = "the supervisor of the site"
    OTHER_SUPERVISOR = "the supervisor of another site"
    NOBODY = "nobody"


class State(StrEnum):
    """How the mandate is whose number stands in the address. The advisor of each is the same."""

    NONE = "no such number"
    DRAFT = "draft"
    NOBODYS = "draft for nobody who is here"
    ACTIVE = "active"
    STALE = "active, its proof too old"
    PAPER = "active, given on paper"
    OTHER_SCOPE = "active, for everything else"
    OTHERS = "active, of another patient"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ENDED = "ended"


Outcome = str
"""What is answered: `ok`, a status, or `>` and the beginning of the address that one is led to.

In an address `{id}` stands for the id that was asked for. Whatever isn't `ok` changes nothing.
"""


@dataclass(frozen=True)
class Row:
    """One address and method: who may, what it does for them, and what the others get."""

    method: str
    address: str
    who: str
    """Its audience: see `AUDIENCES`."""
    does: str = ""
    """Tables in which something changes when it succeeds."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the form sends; `$name` stands for what only the house knows."""
    query: str = ""
    ok: Outcome = "ok"
    """What whoever may gets, where that isn't success: there is nothing to do, or a step comes first."""
    before: str = ""
    """What whoever may did before it, in the same visit."""
    ids: str = ""
    """Which ids stand in the address, or in the form: see `IDS`."""
    unknown: Outcome = ""
    """What an id that isn't one's own gets, to the byte what an id gets that never was."""
    but: Mapping[tuple[Who, str], Outcome] = field(default_factory=dict)
    """Exceptions: who, with which id."""
    scope: Scope | None = None
    """The scope of the mandate that the address is about."""
    over: str = "jeanne"
    """Whose record the mandate is over: somebody with whom the act is possible."""
    states: Mapping[State, Outcome] = field(default_factory=dict)
    """What the mandate's own advisor gets, by its state."""
    concerns: str = ""
    """Whose record the act is about, where neither who acts nor a mandate tells it; several parted by `|`."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """By id or state: the tables it may write although it isn't done. A wrong answer counts, a letter leaves."""
    slug: str = ""
    """What stands in an address in the place of a name."""
    walk: str = ""
    """The walk in which it is shown to succeed, where one cell can't: there everybody else tries the same form."""
    begins: bool = False
    """Whether a walk begins with it: then anybody may send its form."""
    elsewhere: Outcome = ""
    """What the form of a walk gets from any other visit, where that isn't what an empty one gets."""

    @property
    def name(self) -> str:
        """Return it as it is told."""
        return f"{self.method} {self.address}"


@dataclass(frozen=True)
class Cell:
    """One attempt: who sends which row, with which id, and what must come of it."""

    row: Row
    who: Who
    kind: str
    """Which id, or how the mandate is; empty for an address without one."""
    expected: Outcome

    def __str__(self) -> str:
        """Return it as it is told."""
        return " · ".join(filter(None, (self.row.name, str(self.who), self.kind)))
