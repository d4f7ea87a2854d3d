"""What the demonstration shows instead of sending it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from dossier.outbox import Channel, Message

Telephone = Literal["", "taken", "right", "no"]
"""What her telephone answered: the call is taken, the code is right, or neither."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language: its tag, its direction, and lines as they leave."""

    language: str
    direction: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message. `sent_at` is an aware instant; `recipient` a number or an address."""

    sent_at: datetime
    channel: Channel
    recipient: str
    said: tuple[Words, ...]
    signs: int = 0
    """How much of an SMS it takes, out of 160."""
    keys: tuple[str, ...] = ()
    """The keys that a call listens to."""
    more: str = ""
    """Where its page stands (an e-mail) or its paper (a letter that waits); empty for what has neither."""
    call: str = ""
    """The mark of a call that she may take, and type on its keypad; empty for what isn't one."""


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Template `demo/outbox.html`, at `/demo/outbox`, newest first. Posts `call` and `keys` to `/demo/telephone`."""

    messages: tuple[SentMessage, ...]
    telephone: Telephone = ""


class Sent(Protocol):
    """The post, as the demonstration looks into it: what it would hand over, and to the printer."""

    def shown(self, message: Message) -> SentMessage:
        """Return a message as it would leave."""

    def page_of(self, message: Message) -> bytes:
        """Return the HTML part of an e-mail."""

    def paper_of(self, message: Message, now: datetime) -> bytes:
        """Return a letter as the next batch would print it; a summary is gathered, and that is journaled."""
