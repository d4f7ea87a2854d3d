"""A message as a provider takes it: in words, with a neutral subject, spoken phrase by phrase."""

from collections.abc import Callable

from dossier.lifecycle import NOTICE
from dossier.outbox import Claim, Message
from i18n import gettext

from .port import Parcel

SUBJECT = gettext("Dossier Clair : un message pour vous")
"""The same for every kind: a list of subjects tells nothing of anybody."""
_KEYPAD = {
    NOTICE: ("repeat", "say-no"),
    "mandate-given": ("repeat", "stop-mandate"),
    "recovery-notice": ("repeat", "not-me"),
    "factor-changed": ("repeat", "not-me"),
}
"""Which keys make sense while it is spoken; any other kind can be repeated."""


def parcel_of(claim: Claim, compose: Callable[[Message], str]) -> Parcel:
    """Return a message in hand as the parcel that its provider gets."""
    message = claim.posted.message
    text = compose(message)
    is_voice = message.channel == "voice"
    return Parcel(
        key=claim.key,
        channel=message.channel,
        address=message.address,
        language=message.language,
        subject=SUBJECT if message.channel == "email" else "",
        text=text,
        not_after=message.not_after,
        spoken=tuple(line for line in text.splitlines() if line.strip()) if is_voice else (),
        keypad=_KEYPAD.get(message.kind, ("repeat",)) if is_voice else (),
    )
