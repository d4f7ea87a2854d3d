"""People who answer: telephones that ring by one provider, keys pressed on them, texts sent back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from back_office.post import composer
from back_office.post.answers import take_heard
from back_office.post.port import Accepted, Outcome, Parcel
from back_office.post.pressing import take_pressed, take_typed
from back_office.post.replies import Reply
from back_office.post.slips import Heard, Pressed, Typed
from back_office.post.worker import Worker
from dossier.base import Settings
from dossier.store import Store

SETTINGS = Settings.read({"DEMO": "1"})
VOICE = "voice"


@dataclass
class Carries:
    """A provider that accepts everything, and keeps it. `meanwhile` happens before its answer is known to us."""

    name: str
    channel: str
    meanwhile: Callable[[Parcel], None] = lambda parcel: None
    parcels: list[Parcel] = field(default_factory=list)
    keeps_keys = True

    def send(self, parcel: Parcel) -> Outcome:
        """Take it."""
        self.parcels.append(parcel)
        self.meanwhile(parcel)
        return Accepted(parcel.key)

    def close(self) -> None:
        """Nothing is open."""


def left(store: Store, at: datetime, carries: Carries) -> list[Parcel]:
    """Have whatever waits for this provider's channel leave by it; return what left."""
    Worker(store, composer(SETTINGS), {carries.channel: (carries,)}, Event(), lambda: at).drain()
    return carries.parcels


def rung(store: Store, at: datetime, name: str = VOICE) -> list[Parcel]:
    """Have every call that waits ring; return what is said in them."""
    return left(store, at, Carries(name, "voice"))


def press(
    store: Store, parcel: Parcel, digit: str, at: datetime, *, event: str = "", provider: str = VOICE, key: str = ""
) -> Reply:
    """Press a key in a call; return what it leads to."""
    told = Pressed(provider, event or secrets.token_hex(8), key or parcel.key, digit)
    return take_pressed(store, told, lambda: at)


def type_in(
    store: Store, parcel: Parcel, digits: str, at: datetime, *, event: str = "", provider: str = VOICE
) -> Reply:
    """Type digits in a call; return what it leads to."""
    return take_typed(store, Typed(provider, event or secrets.token_hex(8), parcel.key, digits), lambda: at)


def write(store: Store, address: str, text: str, at: datetime, *, event: str | None = None) -> str:
    """Send a text from a number; return what was done."""
    event = secrets.token_hex(8) if event is None else event
    return take_heard(store, Heard("sms-http", event, address, text), lambda: at)
