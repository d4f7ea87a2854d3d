"""What every room stands on: the clock, ids, named refusals, settings, the key holder's shape."""

from .channels import CHANNEL_SETTINGS, BounceMailbox, Channels, Gateway, MailServer, MessageCenter
from .clock import now
from .holder import KeyHolder
from .ids import from_text, new_id, to_text
from .logs import configure_logs, log_context, logger
from .practice import PRACTICE_SETTINGS
from .providers import LOW, PROVIDER_SETTINGS, SUBSTANTIAL, IdentityProvider
from .refused import Refused
from .settings import REAL_DOMAINS, Operations, Settings, Stage, StartRefused
from .signs import SignCodeMistyped, canonical_sign_code, in_groups, new_sign_code

__all__ = [
    "CHANNEL_SETTINGS",
    "LOW",
    "PRACTICE_SETTINGS",
    "PROVIDER_SETTINGS",
    "REAL_DOMAINS",
    "SUBSTANTIAL",
    "BounceMailbox",
    "Channels",
    "Gateway",
    "IdentityProvider",
    "KeyHolder",
    "MailServer",
    "MessageCenter",
    "Operations",
    "Refused",
    "Settings",
    "SignCodeMistyped",
    "Stage",
    "StartRefused",
    "canonical_sign_code",
    "configure_logs",
    "from_text",
    "in_groups",
    "log_context",
    "logger",
    "new_id",
    "new_sign_code",
    "now",
    "to_text",
]
