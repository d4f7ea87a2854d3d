"""What a face tells its gate: who calls, who may see what, and how its pages are dressed. The gate is the same."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from flask import Request

from dossier.base import Refused
from dossier.store import Store, Unit

from .answers import Answer
from .ask import Asked
from .cookies import VisitCookie, fresh_visit
from .rooms import PageSpec
from .templates import Templates

S = TypeVar("S")
"""The kind of session that a face's callers have."""


@dataclass(frozen=True, slots=True)
class Caller(Generic[S]):
    """Whom a response is for: the visitor's token, whether it is new to her browser, her live session."""

    at: datetime
    """When she asked."""
    visit: str
    new_visit: bool
    session: S | None = None
    menu: str = ""

    def of(self, session: S) -> "Caller[S]":
        """Return the caller with the session that was found."""
        return Caller(self.at, self.visit, self.new_visit, session, self.menu)

    def renewed(self) -> "Caller[S]":
        """Return the caller under a fresh token: a changed cookie keeps the Back button from showing old pages."""
        return replace(self, visit=fresh_visit(), new_visit=True, session=None)


class Face(ABC, Generic[S]):
    """One site: its callers, its guards, its look."""

    name: ClassVar[str]
    """Names the face in the operator's log."""
    guards: ClassVar[type[StrEnum]]
    """The guards its pages may declare; a page with another face's guard stops the start."""
    ask: ClassVar[type[Asked[Any]]]
    """What its views are asked with."""
    cookie: VisitCookie
    templates: Templates
    practice: bool
    """Whether advisors learn here: pages say so, and so do the names of files."""
    page_policy: str
    """The content policy of its pages."""

    @abstractmethod
    def offers(self, guard: StrEnum) -> bool:
        """Tell whether pages under this guard exist here at all."""

    @abstractmethod
    def find(self, unit: Unit, token: str) -> S | None:
        """Return the session that a cookie stands for, alive or not."""

    @abstractmethod
    def is_alive(self, found: S, now: datetime) -> bool:
        """Tell whether a session may still be used."""

    @abstractmethod
    def may_see(self, guard: StrEnum, caller: Caller[S]) -> bool:
        """Tell whether this caller passes a guard."""

    @abstractmethod
    def turn_away(self, store: Store, spec: PageSpec, request: Request, caller: Caller[S], found: S | None) -> Answer:
        """Return where somebody goes who may not see a page; `found` is her session, alive or not."""

    def note(self, unit: Unit, spec: PageSpec, caller: Caller[S], answer: Answer) -> bool:  # noqa: ARG002
        """Note what a page did, in the unit in which it did it; tell whether there was something to note."""
        return False

    def note_apart(self, store: Store, spec: PageSpec, caller: Caller[S], answer: Answer) -> None:
        """Note what `note` wasn't asked for: refusals, and pages with units of their own, or that only read."""

    @abstractmethod
    def after(self, store: Store, spec: PageSpec, request: Request, session: S, answer: Answer, now: datetime) -> None:
        """Note what has to be noted once a page was answered: that the session is in use."""

    @abstractmethod
    def worded(self, refused: Refused) -> Answer:
        """Return the page for a refusal."""

    @abstractmethod
    def frame(self, request: Request, caller: Caller[S], csrf_token: str) -> object:
        """Return the surroundings of a page for this caller."""

    @abstractmethod
    def left_open(self, session: S) -> str:
        """Return the `Refresh` of a page, or nothing: a screen left open must not outlive its session."""
