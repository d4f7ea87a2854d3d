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
    again_seconds: int = 0
    """After how many seconds browsers ask for the page again by themselves; 0: never. A link does it too."""
    go_on: str = ""
    """The local address where browsers go on by themselves at once; the page leads there too, for those that don't."""


@dataclass(frozen=True, slots=True)
class SeeOther:
    """Go on at another local address (303)."""

    path: str


@dataclass(frozen=True, slots=True)
class OtherSite:
    """Go on at another site (303). Never the answer to a form: browsers hold those to this site, wherever they lead."""

    address: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session was opened: set its cookie and go on at `path`."""

    token: str
    at_home: bool
    path: str
    device: str = ""
    """By what this computer is known from now on, when she said that it is hers."""


@dataclass(frozen=True, slots=True)
class SignedOut:
    """Forget everything this browser holds, and go on at `path`, under the token `visit` or any fresh one."""

    path: str
    visit: str = ""


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


@dataclass(frozen=True, slots=True)
class Asset:
    """A part of pages that never changes under its address, and says nothing of anybody: browsers may keep it."""

    content: bytes
    media_type: str


Answer = Shown | SeeOther | OtherSite | SignedIn | SignedOut | TextSizeChosen | File | Asset
Method = Literal["GET", "POST"]
