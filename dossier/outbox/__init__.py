"""Messages to send: kind, language, parameters and address, sealed. No wording here."""

from .actions import queue
from .handing import (
    LettersTaken,
    Posted,
    drop,
    hand_over,
    is_handed_over,
    letter_waits,
    letters_left,
    letters_waiting,
    mark_bounced,
    messages_out,
)
from .queries import Message, waiting_messages, was_queued

__all__ = [
    "LettersTaken",
    "Message",
    "Posted",
    "drop",
    "hand_over",
    "is_handed_over",
    "letter_waits",
    "letters_left",
    "letters_waiting",
    "mark_bounced",
    "messages_out",
    "queue",
    "waiting_messages",
    "was_queued",
]
