"""Page rooms: every page declares who may see it and what it does to the database, or doesn't start."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .answers import Answer, Method
from .ask import Ask

View = Callable[..., Answer]


class Guard(StrEnum):
    """Who may see a page of the portal."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    """Whoever has a live session with a record open in it."""
    SESSION = "session"
    """Whoever has a live session, even when the record open in it may not be read any more."""
    TURN = "turn"
    """The patient in her turn at a desk; her session opens these pages and the public ones, nothing else."""
    ANSWER = "answer"
    """The same, in a turn that answers for one mandate: not even her summary."""
    DEMO = "demo"
    """Anybody, and only in a demonstration; elsewhere the page doesn't exist."""


class Work(StrEnum):
    """What a page does with the database."""

    READS = "reads"
    WRITES = "writes"
    """The whole request is one writing transaction, journal entry included."""
    OWN = "own"
    """The view opens its own short transactions around something slow."""


class PageUnguarded(Exception):
    """A page was added without a declared guard: the program must not start."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its address, its method, its view, and what was declared of it."""

    path: str
    method: Method
    view: View
    guard: StrEnum
    work: Work
    menu: str
    name: str
    even: bool
    """Whether its time must not tell if somebody is known."""
    largest: int
    """How many bytes its form may weigh, for whoever may see the page; 0: as everywhere in the face."""


class Room:
    """A page room: a list of pages, filled by its views."""

    def __init__(self, name: str) -> None:
        """Name the room; its pages are named after it."""
        self.name = name
        self.pages: list[PageSpec] = []

    def page(
        self,
        path: str,
        method: Method = "GET",
        *,
        guard: StrEnum | None = None,
        work: Work = Work.READS,
        menu: str = "",
        even: bool = False,
        largest: int = 0,
    ) -> Callable[[View], View]:
        """Declare a page; an `even` one takes the same time for whoever is known and whoever isn't.

        `largest`: bytes that its form may weigh, when files come with it.

        Raises `PageUnguarded` when no guard is named.
        """

        def declare(view: View) -> View:
            if guard is None:
                raise PageUnguarded(f"{self.name}: {path} has no guard")
            name = f"{self.name}.{view.__name__}"
            self.pages.append(PageSpec(path, method, view, guard, work, menu, name, even, largest))
            return view

        return declare


__all__ = ["Ask", "Guard", "PageSpec", "PageUnguarded", "Room", "View", "Work"]
