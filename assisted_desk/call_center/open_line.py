"""Whether anybody may call now. Outside the hours nothing is done for a caller: there is none (SECURITY 2.2)."""

from collections.abc import Callable
from functools import wraps

from assisted_desk.ui import DeskAsk
from dossier.recovery import is_open, next_opening
from portal.ui import Answer, Shown

from .pages import ClosedPage
from .words import slot_in_words


def line_is_open(ask: DeskAsk) -> bool:
    """Tell whether callers are answered now; in a demonstration, always."""
    return ask.settings.call_center_always_open or is_open(ask.now)


def next_opening_in_words(ask: DeskAsk) -> str:
    """Return when callers are answered next; nothing when no day is planned."""
    opening = next_opening(ask.now)
    return slot_in_words(opening) if opening else ""


def while_open(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answer with the page that says so, instead of the view, when nobody is answered now (403)."""

    @wraps(view)
    def answered(ask: DeskAsk, **places: str) -> Answer:
        if line_is_open(ask):
            return view(ask, **places)
        return Shown("call_center/closed.html", ClosedPage(next_opening_in_words(ask)), 403)

    return answered
