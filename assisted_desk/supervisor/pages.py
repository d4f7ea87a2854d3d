"""The supervisor's pages: alarms in words, and the cases that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assisted_desk.ui import CodeAsked
from dossier.recovery import AlarmKind, Lost

Told = Literal["", "oui", "non", "same", "opener", "late", "changed", "means", "barred", "gone", "another"]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm. `who` and `team` are empty when it isn't about somebody of the staff."""

    kind: AlarmKind
    who: str
    team: str
    count: int


@dataclass(frozen=True, slots=True)
class AlarmsPage:
    """Template `supervisor/alarms.html`, at `/alarmes`. `looked_at`: when this was true."""

    alarms: tuple[AlarmLine, ...]
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A case whose owner's paper was seen. `case`: the number in groups; `path`: where it is answered."""

    case: str
    path: str
    lost: Lost
    frozen: bool
    who: str
    team: str
    seen_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """A frozen case whose owner wasn't at a desk yet."""

    case: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Template `supervisor/waiting.html`, at `/a-confirmer`. `told`: what became of the last answer, or why not."""

    seen: tuple[SeenLine, ...]
    frozen: tuple[FrozenLine, ...]
    told: Told = ""


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Template `supervisor/confirm.html`, at `/a-confirmer/<number>`. Posts `seen_at` to `oui` or `non` below it.

    `answer`: the one that waits for a code; then only its form is shown.
    """

    seen: SeenLine
    answer: Literal["", "oui", "non"] = ""
    code: CodeAsked | None = None
