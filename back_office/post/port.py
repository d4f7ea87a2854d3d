"""What a provider is to the post: it takes a parcel, and says what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from .keypad import Answer


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message put into words for one channel. `key` is the same at every try of one message.

    `address` is a number in E.164 or an e-mail address. `spoken` and `keypad` are for a voice: what it says, phrase
    by phrase, and which answers make sense (`keypad.Answer`); `spoken_in_french` is said after it when `language` is
    another. `joins`: with whom she speaks then, by the name that the provider knows. Nothing of it is ever logged.
    """

    key: str
    channel: str
    address: str
    language: str
    subject: str
    text: str
    not_after: datetime
    html: str = ""
    spoken: tuple[str, ...] = ()
    spoken_in_french: tuple[str, ...] = ()
    keypad: tuple[Answer, ...] = ()
    joins: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider answers for it from now on, and will speak of it under this reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Later:
    """Certain: nothing left. Another provider may take it at once. `why` is a short code, never a personal word."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nobody knows whether it left: the line broke before the answer. Only the same provider may be asked again."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certain: it will never leave for this address by this provider."""

    why: str


Outcome: TypeAlias = Accepted | Later | Unsure | Refused


class Provider(Protocol):
    """Somebody who carries messages of one channel.

    `send` may take seconds, is called outside of any transaction and by several threads at once, and raises nothing:
    what goes wrong is an outcome (whatever it raises counts as `Unsure`).

    `keeps_keys` promises that two parcels with one key leave once: it is asked again after an `Unsure`, and a provider
    that makes no such promise never is.
    """

    @property
    def name(self) -> str:
        """Return its name in settings, attempts and figures: at most 40 signs, none of them a secret."""

    @property
    def channel(self) -> str:
        """Return the channel it serves: sms, voice or email."""

    @property
    def keeps_keys(self) -> bool:
        """Tell whether two parcels with one key leave once."""

    def send(self, parcel: Parcel) -> Outcome:
        """Hand over one parcel."""

    def close(self) -> None:
        """Let go of its connections."""
