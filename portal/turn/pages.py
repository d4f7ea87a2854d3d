"""The pages of the patient's turn, on the screen of a desk."""

from dataclasses import dataclass
from typing import Literal

from i18n import Locale
from portal.ui import MandateText

SectionState = Literal["not_filled_in", "declared_none", "listed"]
Answered = Literal["", "accord", "refus", "impossible", "rien"]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """Template `turn/ticket.html`, at `/tour/<ticket>`. Posts nothing to `path`. `path` empty: the ticket is over.

    `to_answer`: she is asked for her agreement, not shown her summary.
    """

    path: str = ""
    advisor: str = ""
    site: str = ""
    to_answer: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of a section. `on`: in words, or empty."""

    text: str
    detail: str = ""
    on: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class SummarySection:
    """A section in one of its three states; `none_on`: on which day it was declared empty, in words."""

    name: str
    state: SectionState
    lines: tuple[SummaryLine, ...] = ()
    none_on: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Template `turn/summary.html`, at `/tour/resume`. `sections` is empty when the record can't be read."""

    sections: tuple[SummarySection, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Template `turn/answer.html`, at `/tour/accord`. Posts nothing, or the button `non`.

    `text`: in one language (`?langue=`); None: it waits for no answer any more.
    """

    text: MandateText | None
    languages: tuple[Locale, ...] = ()
    """The others that the text may be read in."""


@dataclass(frozen=True, slots=True)
class DonePage:
    """Template `turn/done.html`, at `/tour/fini`. `by_clock`: it ended by itself.

    `answered`: what came of a turn that asked for her agreement (`?fait=`); `rien` also of one that isn't hers.
    """

    by_clock: bool = False
    answered: Answered = ""
