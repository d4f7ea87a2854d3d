"""What the demonstration shows instead of sending it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message. `sent_at` is an aware instant; `recipient` a number or an address; `text` as it left."""

    sent_at: datetime
    channel: Literal["sms", "voice", "email", "letter"]
    recipient: str
    text: str


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Template `demo/outbox.html`, at `/demo/outbox`, newest first."""

    messages: tuple[SentMessage, ...]
