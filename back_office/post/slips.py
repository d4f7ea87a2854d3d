"""What providers tell later: slips of delivery, messages that people send back, keys pressed on a telephone."""

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Fate = Literal["delivered", "bounced", "failed"]
"""`bounced`: nobody ever answers at this address. `failed`: not this time."""
KEY = re.compile(r"[0-9a-f]{32}")
_REFERENCE = re.compile(r"[A-Za-z0-9._:@-]{1,64}")
_WHY = re.compile(r"[^a-z0-9.-]+")
_CODE = re.compile(r"(?!.*[0-9]{5})[A-Za-z0-9.-]{1,12}")
"""What a provider's own code for a fault looks like: anything longer may be a sentence, with a number or a name."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What became of one message. It may come twice, late, in any order, and for a message that nobody knows."""

    provider: str
    outcome: Fate
    why: str = ""
    key: str = ""
    """The message's key, when the provider tells it;"""
    reference: str = ""
    """the provider's own reference, as `Accepted` had it;"""
    mark: str = ""
    """or the four last signs of the key, all that SMPP carries: enough to know a message that is unsure."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that somebody sent to us (STOP).

    `event` is the same when it is told twice; by SMPP it may be empty, and what is done of it must bear a second time.
    """

    provider: str
    event: str
    address: str = field(repr=False)
    """E.164."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key pressed while a message is spoken. `event` is the same when it is told twice."""

    provider: str
    event: str
    key: str
    digit: str
    """One digit, or empty for any other key."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Digits typed in a call: once she was joined to whoever rang, or when we asked. `event` is as above."""

    provider: str
    event: str
    key: str
    digits: str = field(repr=False)


Arrival: TypeAlias = Slip | Heard | Pressed | Typed


def clean_reference(told: object) -> str:
    """Return a provider's reference as it may be kept and looked up, or an empty text."""
    text = str(told) if isinstance(told, str | int) else ""
    return text if _REFERENCE.fullmatch(text) else ""


def short_why(*told: object) -> str:
    """Return a reason as a short code: small letters, digits, hyphens."""
    return _WHY.sub("-", "-".join(str(one) for one in told if one not in ("", None)).lower()).strip("-")[:40]


def fault_code(told: object) -> str:
    """Return a provider's code for a fault, or an empty text for anything that may be words."""
    text = str(told) if isinstance(told, str | int) else ""
    return text if _CODE.fullmatch(text) else ""
