"""What each kind of message says. No medical word, no link: only what its reader must do."""

from dossier.outbox import Message
from i18n import gettext

_WORDING = {
    "sign-in-code": gettext(
        "Dossier Clair : votre code est %(code)s. Il sert une fois, pendant 10 minutes. Ne le donnez à personne."
    ),
}
WORDED_KINDS = frozenset(_WORDING)
"""The kinds that have words; a test holds the dossier's kinds against them."""


def compose(message: Message) -> str:
    """Return the text of a message."""
    return _WORDING[message.kind] % message.parameters
