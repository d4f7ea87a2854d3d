"""The page of what happened since her last visit."""

from dataclasses import dataclass

from printouts import SinceLine


@dataclass(frozen=True, slots=True)
class SinceGroup:
    """What lines are about, and the lines, newest first."""

    topic: str
    lines: tuple[SinceLine, ...]


@dataclass(frozen=True, slots=True)
class SincePage:
    """Template `since/since.html`. `paper` gives the same as a PDF (`?taille=`), `back` is the page before.

    `beginning`: since when, in words. `history`: where all of it stands, empty in a turn at a desk. `more`: more
    happened than is told.
    """

    beginning: str
    groups: tuple[SinceGroup, ...]
    paper: str
    back: str
    history: str = ""
    more: bool = False
