"""What every room stands on: the clock, ids, named refusals, settings, the key holder's shape."""

from .clock import now
from .holder import KeyHolder
from .ids import from_text, new_id, to_text
from .refused import Refused
from .settings import Settings, Stage, StartRefused

__all__ = [
    "KeyHolder",
    "Refused",
    "Settings",
    "Stage",
    "StartRefused",
    "from_text",
    "new_id",
    "now",
    "to_text",
]
