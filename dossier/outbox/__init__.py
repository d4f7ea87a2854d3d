"""Messages to send: kind, language, parameters and address, sealed; how far each has come. No wording here."""

from .actions import queue
from .claiming import Claim, claim, is_work
from .deliveries import Delivery, note_delivery
from .ending import Ways, expire
from .figures import Queue, Unreached, ended_badly, mark_listed, queues, unreached, unreached_left
from .handing import (
    LettersTaken,
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
from .limits import LIMITS
from .providers import ProviderState, held_provider, keep_provider, provider_states
from .queries import Message, Posted, waiting_messages, was_queued
from .rules import KINDS, rule_of
from .settling import Lost, lost_claims, pass_on, settle, settle_accepted, silent
from .shapes import Carrier, Channel, Result, Route, Verdict

__all__ = [
    "KINDS",
    "LIMITS",
    "Carrier",
    "Channel",
    "Claim",
    "Delivery",
    "LettersTaken",
    "Lost",
    "Message",
    "Posted",
    "ProviderState",
    "Queue",
    "Result",
    "Route",
    "Unreached",
    "Verdict",
    "Ways",
    "claim",
    "drop",
    "drop_letters",
    "ended_badly",
    "expire",
    "hand_over",
    "held_provider",
    "hold_letters",
    "is_handed_over",
    "is_work",
    "keep_provider",
    "letter_waits",
    "letters_handed",
    "letters_left",
    "letters_waiting",
    "lost_claims",
    "mark_bounced",
    "mark_listed",
    "messages_out",
    "note_delivery",
    "pass_on",
    "provider_states",
    "queue",
    "queues",
    "rule_of",
    "settle",
    "settle_accepted",
    "silent",
    "unreached",
    "unreached_left",
    "waiting_messages",
    "was_queued",
]
