"""Messages to send: kind, language, parameters and address, sealed. No wording here."""

from .actions import queue
from .handing import (
    LettersTaken,
    Posted,
    drop,
    drop_letters,
    hand_over,
    hold_letters,
    is_handed_over,
    letter_waits,
    letters_handed,
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
    "drop_letters",
    "hand_over",
    "hold_letters",
    "is_handed_over",
    "letter_waits",
    "letters_handed",
    "letters_left",
    "letters_waiting",
    "mark_bounced",
    "messages_out",
    "queue",
    "waiting_messages",
    "was_queued",
]
