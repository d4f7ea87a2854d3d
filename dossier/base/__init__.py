"""What every room stands on: the clock, ids, named refusals, settings, the key holder's shape."""

from .clock import now
from .holder import KeyHolder
from .ids import from_text, new_id, to_text
from .practice import PRACTICE_SETTINGS
from .providers import LOW, PROVIDER_SETTINGS, SUBSTANTIAL, IdentityProvider
from .refused import Refused
from .settings import Settings, Stage, StartRefused
from .signs import SignCodeMistyped, canonical_sign_code, in_groups, new_sign_code

__all__ = [
    "LOW",
    "PRACTICE_SETTINGS",
    "PROVIDER_SETTINGS",
    "SUBSTANTIAL",
    "IdentityProvider",
    "KeyHolder",
    "Refused",
    "Settings",
    "SignCodeMistyped",
    "Stage",
    "StartRefused",
    "canonical_sign_code",
    "from_text",
    "in_groups",
    "new_id",
    "new_sign_code",
    "now",
    "to_text",
]
