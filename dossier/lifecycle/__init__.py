"""The life of a record space: announced, opposed, opened, activated, closed."""

from .actions import found_space, move_space
from .deadlines import Acceptance, SendingDateRefused, Window, window, window_is_open
from .queries import readable, state_of, state_since
from .regimes import REGIMES, Occasion, Regime, RegimeUnknown, regime_named, regimes_holding
from .rules import State, StateRefused, can_be_fed, can_be_read
from .zones import Zone, ZoneUnknown, local_time, zone_named

__all__ = [
    "REGIMES",
    "Acceptance",
    "Occasion",
    "Regime",
    "RegimeUnknown",
    "SendingDateRefused",
    "State",
    "StateRefused",
    "Window",
    "Zone",
    "ZoneUnknown",
    "can_be_fed",
    "can_be_read",
    "found_space",
    "local_time",
    "move_space",
    "readable",
    "regime_named",
    "regimes_holding",
    "state_of",
    "state_since",
    "window",
    "window_is_open",
    "zone_named",
]
