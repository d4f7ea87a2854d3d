"""Which key means what while a message is spoken, and with whom one speaks then."""

from typing import Literal

from dossier.lifecycle import NOTICE
from dossier.outbox import Message

Answer = Literal["repeat", "take", "stop-mandate", "say-no", "not-me"]
DIGITS: dict[Answer, str] = {"repeat": "1", "take": "1", "stop-mandate": "3", "say-no": "5", "not-me": "9"}
"""The same in every call. `take` joins her to whoever rings: such a call has nothing to repeat."""
CALL_CENTER = "call-center"
"""Its desk, as the telephone provider knows it; a site is known by its name."""
_OFFERED: dict[str, tuple[Answer, ...]] = {
    NOTICE: ("repeat", "say-no"),
    "mandate-given": ("repeat", "stop-mandate"),
    "recovery-notice": ("repeat", "not-me"),
    "mandate-call": ("take",),
}
"""Where something stands behind a key; any other kind can be repeated."""


def offered(kind: str) -> tuple[Answer, ...]:
    """Return the answers that a kind of message offers."""
    return _OFFERED.get(kind, ("repeat",))


def answer_of(kind: str, digit: str) -> Answer | None:
    """Return what a key means for a kind of message; None for a key that means nothing there."""
    return next((answer for answer in offered(kind) if DIGITS[answer] == digit), None)


def joined(message: Message) -> str:
    """Return with whom she speaks: the site that calls her back, the call center, or nobody."""
    if message.kind == "mandate-call":
        return message.parameters["site"]
    return CALL_CENTER if message.kind == "call-back" else ""
