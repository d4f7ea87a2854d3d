"""Those who carry messages for us: mail servers, message centers, gateways, callers."""

from collections.abc import Callable
from datetime import datetime

from back_office.post.port import Provider
from back_office.post.slips import Arrival
from dossier.base import Channels

from .http_gateway import HttpGateway
from .lines import trusting
from .smpp import SmppProvider
from .smtp import SmtpProvider
from .voice import VoiceProvider

__all__ = ["HttpGateway", "SmppProvider", "SmtpProvider", "VoiceProvider", "providers_of"]


def providers_of(
    channels: Channels, clock: Callable[[], datetime], take: Callable[[Arrival], None]
) -> dict[str, tuple[Provider, ...]]:
    """Return who serves each channel, in the order in which they are asked.

    Message centers are bound at once: `take` keeps what they tell by themselves, and only then are they told that we
    have it.
    """
    context = trusting(channels.authorities)
    centers = tuple(SmppProvider(center, context, clock, take) for center in channels.message_centers)
    for center in centers:
        center.start()
    return {
        "email": tuple(SmtpProvider(server, context, clock) for server in channels.mail),
        "sms": (*centers, *(HttpGateway(gateway, context, clock) for gateway in channels.gateways)),
        "voice": tuple(VoiceProvider(caller, context, clock) for caller in channels.callers),
    }
