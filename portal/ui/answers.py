"""What a view may answer: a page, another address, or bytes. The gate turns it into a response."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its template, its page object, its status."""

    template: str
    page: object
    status: int = 200
    retry_after_seconds: int = 0


@dataclass(frozen=True, slots=True)
class SeeOther:
    """Go on at another local address (303)."""

    path: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session was opened: set its cookie and go on at `path`."""

    token: str
    at_home: bool
    path: str


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Forget everything this browser holds, and go on at `path`."""

    path: str


@dataclass(frozen=True, slots=True)
class TextSizeChosen:
    """Remember a text size in this browser, and go back to `path`."""

    size: int
    path: str


@dataclass(frozen=True, slots=True)
class File:
    """A file for the reader. `shown` lets a browser open it in place; otherwise it is taken away."""

    content: bytes
    media_type: str
    name: str
    shown: bool = False


Answer = Shown | SeeOther | SignedIn | SignedOut | TextSizeChosen | File
Method = Literal["GET", "POST"]
