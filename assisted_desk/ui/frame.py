"""What every page of the desk needs around it."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .badge import Badge
from .menu import DeskMenu, MenuLine


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """The surroundings of one page at one desk. `badge` is None where nobody signed in, or the desk is locked."""

    csrf_token: str
    badge: Badge | None = None
    locked: bool = False
    menu: DeskMenu = ""
    pages: tuple[MenuLine, ...] = ()
    """The pages of whoever sits here, without the first one."""
    idle_minutes: int = 15
    htmx: str = ""
    """The address of htmx; empty when it isn't installed: every page does the same without it."""
    htmx_settings: ClassVar[str] = '{"defaultSettleDelay": 0, "includeIndicatorCSS": false}'
    """Without the pause in which it sets styles by hand, which our content policy refuses."""
    key_script: str = ""
    demo: bool = False
    practice: bool = False
    language: str = "fr"
    dir: Literal["ltr", "rtl"] = "ltr"
