"""Who read the record, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One entry. `at` is an aware instant, shown in Paris time; the rest is plain French.

    `ground` may be empty.
    """

    at: datetime
    who: str
    what: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Template `history/history.html`, at `/historique` and, without the patient herself, `/historique/autres`.

    `older_path` leads to the next page.
    """

    lines: tuple[AccessLine, ...]
    older_path: str | None = None
    continued: bool = False
    of_others: bool = False
