"""The supervisor's pages: alarms in words, and the cases that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assisted_desk.ui import CodeAsked, Leaf
from dossier.mandates import SiteAlarmKind
from dossier.recovery import AlarmKind, Lost

_WAITING = Leaf("/a-confirmer")
SHARED_BY_ONE: Literal["shared-by-one"] = "shared-by-one"
"""One advisor asked for the same new contact for several people: told beside the alarms of her mandates."""
Alarming = AlarmKind | SiteAlarmKind | Literal["shared-by-one"]
Told = Literal["", "oui", "non", "same", "opener", "late", "changed", "means", "barred", "gone", "another"]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One alarm. `who` and `team` are empty when it isn't about somebody of the staff."""

    kind: Alarming
    who: str
    team: str
    count: int


@dataclass(frozen=True, slots=True)
class AlarmsPage:
    """Template `supervisor/alarms.html`, at `/alarmes`. `looked_at`: when this was true; `site`: hers, or nothing."""

    alarms: tuple[AlarmLine, ...]
    looked_at: datetime
    site: str = ""


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
class AskedLine:
    """A change of contact that one of hers asked for: neither whose, nor which one."""

    who: str
    asked_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Template `supervisor/waiting.html`, at `/a-confirmer`. `told`: what became of the last answer, or why not.

    `to_agree`: changes of contact that other teams asked for, and that she may agree to at `/changements`; `asked`:
    what her own people asked for, and another team answers. The three lists share a leaf.
    """

    seen: tuple[SeenLine, ...]
    frozen: tuple[FrozenLine, ...]
    to_agree: int = 0
    asked: tuple[AskedLine, ...] = ()
    told: Told = ""
    leaf: Leaf = _WAITING


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Template `supervisor/confirm.html`, at `/a-confirmer/<number>`. Posts `seen_at` to `oui` or `non` below it.

    `answer`: the one that waits for a code; then only its form is shown.
    """

    seen: SeenLine
    answer: Literal["", "oui", "non"] = ""
    code: CodeAsked | None = None
