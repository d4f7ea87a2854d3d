"""How a call ends: the voice offers each key that makes sense, then says good-bye."""

from i18n import gettext

from .keypad import DIGITS, Answer, offered
from .tongues import Tongue

_OFFERED: dict[Answer, str] = {
    "not-me": gettext("Ce n’est pas vous ? Tapez 9."),
    "stop-mandate": gettext("Pour arrêter ce mandat, tapez 3."),
    "say-no": gettext("Pour dire non, tapez 5."),
    "repeat": gettext("Pour écouter encore, tapez 1."),
}
_GOODBYE = gettext("Au revoir.")
_GO_ON = frozenset({"call-back", "mandate-call"})
"""Calls that somebody takes over: their own words say what to do."""


def keys_of(kind: str) -> tuple[str, ...]:
    """Return the keys that a call of this kind listens to."""
    return tuple(DIGITS[answer] for answer in offered(kind))


def ending_of(kind: str, tongue: Tongue) -> tuple[str, ...]:
    """Return the last phrases of a call of this kind; none when somebody takes it over."""
    if kind in _GO_ON:
        return ()
    keys = [tongue.say(text) for answer, text in _OFFERED.items() if answer in offered(kind)]
    return (*keys, tongue.say(_GOODBYE))
