"""The pages of an identity seen at a desk: what stands on the paper, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assisted_desk.ui import CodeAsked, Leaf, PersonMistakes, TypedPerson
from portal.ui import CodeMistake

_PAPERS = Leaf("/guichet")
NOBODY_TYPED, NO_PERSON_MISTAKES = TypedPerson(), PersonMistakes()
ScreenMistake = Literal["missing", "incomplete"]
Refusal = Literal["unseen", "opener", "barred", "given", "state", "wait"]
Progress = Literal["waiting", "granted", "counted", "cooling", "reopened", "taken-back", "over"]


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One of her own cases of the last day. `case`: the number in groups; `path`: its page."""

    case: str
    path: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, and is shown again on a mistake: the number, what stands on the paper, the screen's code."""

    number: str = ""
    person: TypedPerson = NOBODY_TYPED
    screen_code: str = ""


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with each box. `off_by`: how many signs of the number are missing, or too many."""

    number: CodeMistake | None = None
    off_by: int = 0
    person: PersonMistakes = NO_PERSON_MISTAKES
    screen_code: ScreenMistake | None = None

    @property
    def any(self) -> bool:
        """Tell whether anything is wrong."""
        return self != NO_MISTAKES


NOTHING_TYPED, NO_MISTAKES = Typed(), Mistakes()


@dataclass(frozen=True, slots=True)
class SeePage:
    """Template `advisor/see.html`, at `/guichet`. Posts the fields of `Typed` and, when asked, a proof.

    `refusal`: "unseen" for whatever doesn't go together; `wait_minutes` with "wait".
    """

    typed: Typed = NOTHING_TYPED
    wrong: Mistakes = NO_MISTAKES
    refusal: Refusal | None = None
    wait_minutes: int = 0
    code: CodeAsked | None = None
    seen: tuple[SeenLine, ...] = ()
    leaf: Leaf = _PAPERS


@dataclass(frozen=True, slots=True)
class SeenPage:
    """Template `advisor/seen.html`, at `/guichet/<number>`. `until`: how long a second person may answer."""

    case: str
    path: str
    progress: Progress
    seen_at: datetime | None = None
    until: datetime | None = None
    next_case: str = ""
    """The number under which a frozen case goes on, in groups."""
