"""What the post would have sent, for the demonstration's outbox: worded and printed by the same code."""

from datetime import datetime

from back_office.letters import print_alone
from back_office.post import Composer, Said, html_of, keys_of, septets
from dossier.base import Settings
from dossier.outbox import Message
from dossier.store import Store
from portal.demo import SentMessage, Words
from portal.ui import typeset

_PAGES = {"email": "courriel", "letter": "lettre"}


class DemoOutbox:
    """The post of one house, as the page of what was sent looks into it."""

    def __init__(self, settings: Settings, store: Store) -> None:
        """Look into this house's post."""
        self._settings, self._store, self._compose = settings, store, Composer(settings)

    def shown(self, message: Message) -> SentMessage:
        """Return a message as it would leave, and where its page or its paper stands."""
        said = self._compose.said(message)
        has_more = message.channel == "email" or (message.channel == "letter" and message.waits)
        return SentMessage(
            sent_at=message.queued_at,
            channel=message.channel,
            recipient=message.address,
            said=tuple(_words(one) for one in said),
            signs=septets("\n".join(one.text for one in said)) if message.channel == "sms" else 0,
            keys=keys_of(message.kind) if message.channel == "voice" else (),
            more=f"/demo/outbox/{message.key}/{_PAGES[message.channel]}" if has_more else "",
            call=message.parameters.get("call", ""),
        )

    def page_of(self, message: Message) -> bytes:
        """Return the HTML part of an e-mail."""
        return html_of(self._compose.subject(message), self._compose.said(message)).encode()

    def paper_of(self, message: Message, now: datetime) -> bytes:
        """Return a letter as the next batch would print it. Raises `SheetUnfit`, `StoreSilent`."""
        return print_alone(self._store, self._settings, message, now)


def _words(one: Said) -> Words:
    text = typeset(one.text) if one.tag == "fr" else one.text
    return Words(one.tag, one.direction, tuple(text.split("\n")))
