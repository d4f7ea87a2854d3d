"""Who carries each channel, in the order of the settings; in a demonstration, somebody who carries nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from dossier.base import Gateway, MailServer, MessageCenter, Settings, now
from dossier.outbox import Channel

from .port import Accepted, Outcome, Parcel, Provider
from .slips import Arrival

Routes: TypeAlias = Mapping[Channel, tuple[Provider, ...]]
BY_WORKERS: tuple[Channel, ...] = ("sms", "voice", "email")
"""Letters leave in batches."""


class LocalProvider:
    """Takes everything and sends nothing: a demonstration shows at /demo/outbox what it was handed."""

    keeps_keys = True

    def __init__(self, channel: Channel) -> None:
        """Serve one channel."""
        self.channel = channel
        self.name = f"local-{channel}"

    def send(self, parcel: Parcel) -> Outcome:
        """Accept the parcel under its own key."""
        return Accepted(parcel.key)

    def close(self) -> None:
        """Nothing is open."""


def carriers_of(settings: Settings) -> Mapping[Channel, tuple[str, ...]]:
    """Return the names of those who carry each channel, without a word to any of them."""
    if settings.demo:
        return {channel: (LocalProvider(channel).name,) for channel in BY_WORKERS}
    channels = settings.channels
    served: dict[Channel, tuple[MailServer | MessageCenter | Gateway, ...]] = {
        "sms": (*channels.message_centers, *channels.gateways),
        "voice": channels.callers,
        "email": channels.mail,
    }
    return {channel: tuple(one.name for one in carriers) for channel, carriers in served.items()}


def routes_of(settings: Settings, take: Callable[[Arrival], None], clock: Callable[[], datetime] = now) -> Routes:
    """Return the providers of each channel that has one; `take` is told what they say by themselves.

    In development, where nobody is configured, messages wait.
    """
    if settings.demo:
        return {channel: (LocalProvider(channel),) for channel in BY_WORKERS}
    from .providers import providers_of  # their libraries aren't needed by a page that only words messages

    configured = providers_of(settings.channels, clock, take)
    return {channel: configured[channel] for channel in BY_WORKERS if configured.get(channel)}
