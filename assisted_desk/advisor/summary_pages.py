"""The pages of a summary at the desk. None holds a line of it: neither a title nor a count."""

from dataclasses import dataclass
from typing import Literal

from .visit import Visit

LetterHindrance = Literal["", "none", "recent", "closed"]


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Template `summary/choose.html`, at `/visite/<ref>/resume`. Posts nothing to `…/tour` and to `…/lettre`.

    `posted`: a letter was just asked for. `hindrance`: why none can leave; `refused`: it was asked for all the same.
    """

    visit: Visit
    posted: bool = False
    hindrance: LetterHindrance = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class SummaryOnPaperPage:
    """Template `summary/on_paper.html`: on a signed paper alone a letter leaves, if that is possible.

    It is one page for everybody, and posts nothing to `…/lettre`. `asked`: a letter was just asked for.
    """

    visit: Visit
    asked: bool = False


@dataclass(frozen=True, slots=True)
class GoingPage:
    """Template `summary/going.html`, at `/a-son-tour`: the desk is locked, and the screen goes on to the portal."""
