"""What the post is told and tells: who may carry a message, what came of a try, what is done next. Plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Channel = Literal["sms", "voice", "email", "letter"]

WAITING = "waiting"
"""Nobody has it in hand. It is looked at when `due_at` has come, and a batch takes it when it is a letter."""
SENDING = "sending"
"""A worker has it in hand, until `due_at` at the latest."""
HANDED = "handed"
"""A provider answers for it; a letter is in a batch."""
DELIVERED = "delivered"
BOUNCED = "bounced"
"""It came back: nobody ever answers there."""
FAILED = "failed"
"""Nobody carried it, or it didn't arrive."""
EXPIRED = "expired"
DROPPED = "dropped"
"""Nobody needs it any more."""
UNREACHED = "unreached"
"""No channel is left: it stands on the paper list, for somebody to tell by hand."""

Verdict = Literal["accepted", "later", "unsure", "refused", "unbegun"]
"""`unbegun`: its worker had no time left, and gives it back as if it had never had it."""
Fate = Literal["delivered", "bounced", "failed"]


@dataclass(frozen=True, slots=True)
class Carrier:
    """One provider of a channel, as the post sees it before it chooses."""

    name: str
    keeps_keys: bool
    """Whether two parcels with one key leave once: it may be asked again when nobody knows."""
    is_free: bool = True
    """Whether it may be asked now: not while its breaker is open."""


Route: TypeAlias = Sequence[Carrier]
"""The providers of a channel, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a message has come. `provider` is the last one that was asked; empty before the first try."""

    kind: str
    channel: str
    not_after: datetime
    provider: str = ""
    unsure: bool = False
    """Whether it may have left by that provider, and nobody knows."""
    rounds: int = 0
    """How often everybody who may be asked was asked."""
    not_by: frozenset[str] = frozenset()
    """Providers that are never asked again: they refused it, or may have sent it and keep no keys."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one try. `why` is a short code; `reference` is the provider's own, of what it accepted."""

    verdict: Verdict
    why: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """It waits, and is looked at again."""

    due_at: datetime
    rounds: int
    unsure: bool
    not_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ended:
    """This channel has failed; the next one follows, if there is one."""

    why: str
