"""What the demonstration shows instead of sending it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Telephone = Literal["", "taken", "right", "no"]
"""What her telephone answered: the call is taken, the code is right, or neither."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message. `sent_at` is an aware instant; `recipient` a number or an address; `text` as it left."""

    sent_at: datetime
    channel: Literal["sms", "voice", "email", "letter"]
    recipient: str
    text: str
    call: str = ""
    """The mark of a call that she may take, and type on its keypad; empty for what isn't one."""


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Template `demo/outbox.html`, at `/demo/outbox`, newest first. Posts `call` and `keys` to `/demo/telephone`."""

    messages: tuple[SentMessage, ...]
    telephone: Telephone = ""
