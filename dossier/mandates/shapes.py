"""The words of a mandate: how long, proved how, how far it is; and the mandate itself. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from dossier.base import Refused
from dossier.policy import Scope

Way = Literal["sms", "voice", "card"]
"""How she is asked for a proof at a desk: a code sent to her, or a line of her card."""
Line = Literal["mobile", "landline"]
"""A telephone on file."""
CallState = Literal["", "ringing", "missed", "taken"]
"""How far the call-back of a mandate at a distance is; empty: none was placed. Whatever kept her from taking it, it is
missed: a line that is barred, a number without an owner, a person who isn't known."""
Unfit = Literal["protected", "minor", "grown"]
"""Why she can give no mandate: a measure protects her, she is a child; or the child whom she gave it for grew up, or
isn't represented by her any more."""
Outcome = Literal["right", "wrong", "expired", "locked", Unfit]
"""How a proof was taken. One of `Unfit`: it was right, and she can give no mandate; only she learns why."""


class Duration(StrEnum):
    """How long a mandate lasts once given (`limits.LENGTHS`). The shortest is the one that is proposed."""

    VISIT = "visit"
    DAY = "day"
    MONTH = "month"
    HALF_YEAR = "half-year"
    YEAR = "year"


class ProofKind(StrEnum):
    """How the patient proved that she agrees.

    A code of an application is none of them: nothing on her telephone would say what it is for. Who has one signs in.
    """

    SMS = "sms"
    VOICE = "voice"
    CARD = "card"
    FRANCECONNECT_PLUS = "franceconnect-plus"
    SESSION = "session"
    """In her own session on the portal, with a fresh factor."""
    PAPER = "paper"
    """Identity document seen and a signed paper, scanned: weaker."""


class UseDetail(StrEnum):
    """What an act under a mandate was, where its scope alone would mislead."""

    OTHERS_LETTER = "others-letter"
    """A letter for somebody else had reached her; nothing was done in her own record (DOMAIN B7)."""
    LETTER = "letter"
    """On a signed paper alone: a letter was asked for, which leaves if that is possible."""


class MandateState(StrEnum):
    """How far a mandate is."""

    DRAFT = "draft"
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    """By the patient."""
    ENDED = "ended"
    """By the advisor, by its renewal, or because the record was erased."""
    VOID = "void"
    """Never given."""


Why = Literal[
    "", "time", "patient", "code", "desk", "advisor", "suspended", "renewed", "erased", "refused", "wrong", "unfit"
]
"""What ended it. `wrong`: five wrong answers in a row; `unfit`: she can give no mandate, or none goes on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an advisor asks for: the scopes, one at least, and how long."""

    scopes: frozenset[Scope]
    """In a renewal, none means: the same as before."""
    duration: Duration = Duration.VISIT
    is_explicit: bool = False
    """Whether half a year or a year was chosen expressly."""
    remote: bool = False
    """She is on the telephone, not at the desk. A renewal is as the mandate before it."""


@dataclass(frozen=True, slots=True)
class Question:
    """The one proof that is asked for now: an older question died when it was put."""

    way: Way
    scope: Scope | None
    """Before which act; None for the consent itself."""
    digest: str
    """Of the code that was sent, bound to this mandate; empty for a line of the card."""
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """The last time the house had her rung for a mandate at a distance."""

    line: Line
    digest: str
    """Of the mark that the telephone provider gives back, bound to this mandate."""
    placed_at: datetime
    taken_at: datetime | None = None
    """When she picked up and pressed the key that joins her to the desk."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mandate, as the rules see it. Nothing in it says who she is."""

    state: MandateState
    scopes: tuple[Scope, ...]
    duration: Duration
    drafted_at: datetime
    until_at: datetime
    """Of a draft, until when it may be agreed to; then, the mandate's end."""
    why: Why = ""
    proof: ProofKind | None = None
    given_at: datetime | None = None
    ended_at: datetime | None = None
    question: Question | None = None
    questions: int = 0
    """Codes sent since the last right answer."""
    failures: int = 0
    """Wrong answers since the last right one. Nothing that anybody asks for sets it back."""
    proved: tuple[tuple[Scope, datetime], ...] = ()
    """When she last gave a proof that is good for each scope."""
    remote: bool = False
    """She was on the telephone: nothing is proved, and no act done, by whoever only stands at the desk."""
    call: Call | None = None
    calls: int = 0
    """Calls placed since she last took one."""

    @property
    def is_weak(self) -> bool:
        """Tell whether it stands on paper alone: it opens the start of an opt-out, and a letter (SECURITY 3)."""
        return self.proof is ProofKind.PAPER


@dataclass(frozen=True, slots=True)
class AgreedText:
    """What she heard: its version, its languages, and the SHA-256 of the exact text. The words are the face's."""

    version: str
    languages: tuple[str, ...]
    digest: bytes


class MandateDead(Refused):
    """No such mandate of this advisor, at this site, alive, with this scope: one refusal for all.

    Facts, only for the advisor whose mandate it is: `why`, one of the states, `scope`, `desk` (hers is closed),
    or `turn` (a patient has her turn there).
    """

    code: ClassVar[str] = "mandate-dead"


class MandateRefused(Refused):
    """What was asked for can't be a mandate. Facts: why.

    `scopes` (none, or more than a representative may give for a child), `duration` (half a year or more, without
    having been chosen expressly), `wider` (a renewal with a new scope), `paper` (a paper isn't enough here),
    `way` (she can't be asked that way), `site` (the advisor has none). At a distance: `distance` (longer than a day,
    or an act that wants her there), `call` (she must be called back first), `line` (no call can go there).
    """

    code: ClassVar[str] = "mandate-refused"


class ProofTooOld(Refused):
    """She must prove anew before this act: her last proof for it is more than ten minutes old (SECURITY 3)."""

    code: ClassVar[str] = "mandate-proof-too-old"


class QuestionTooSoon(Refused):
    """A code left, or she was rung, a moment ago; or too often already. Facts: why (pause, many)."""

    code: ClassVar[str] = "mandate-question-too-soon"


class TooManyDrafts(Refused):
    """This advisor drafted too many mandates lately, decoys told."""

    code: ClassVar[str] = "mandate-too-many-drafts"
