"""The life of a record space: announced, opposed, opened, activated, closed, erased."""

from .actions import announce, announce_again, found_space, move_space
from .activating import AccountExists, activate
from .acts import ActKind, Receipt, Status, Way
from .asking_codes import ask_new_code
from .cases import Case, Sending, SendingSource, window_open
from .closing import ask_erasure, close, reopen
from .deadlines import Acceptance, SendingDateRefused, Window, window, window_is_open
from .doing import SpaceUnknown
from .equipping import Reach, mail_card, make_card, reach_of
from .letter_codes import (
    CARD_TAIL,
    Letter,
    Purpose,
    find_letter,
    make_letter_code,
    prove_activation,
    prove_letter,
    sweep_codes,
)
from .notices import code_address, letter_address, notice_address
from .opting_out import change_mind, not_for_me, opt_out
from .queries import case_of, readable, state_of, state_since
from .receipts import followed, genuine, receipt_of, receipts_of
from .regimes import REGIMES, Occasion, Regime, RegimeUnknown, regime_named, regimes_holding
from .rules import State, StateRefused, can_be_fed, can_be_read
from .zones import PARIS, Zone, ZoneUnknown, local_time, zone_named

__all__ = [
    "CARD_TAIL",
    "PARIS",
    "REGIMES",
    "Acceptance",
    "AccountExists",
    "ActKind",
    "Case",
    "Letter",
    "Occasion",
    "Purpose",
    "Reach",
    "Receipt",
    "Regime",
    "RegimeUnknown",
    "Sending",
    "SendingDateRefused",
    "SendingSource",
    "SpaceUnknown",
    "State",
    "StateRefused",
    "Status",
    "Way",
    "Window",
    "Zone",
    "ZoneUnknown",
    "activate",
    "announce",
    "announce_again",
    "ask_erasure",
    "ask_new_code",
    "can_be_fed",
    "can_be_read",
    "case_of",
    "change_mind",
    "close",
    "code_address",
    "find_letter",
    "followed",
    "found_space",
    "genuine",
    "letter_address",
    "local_time",
    "mail_card",
    "make_card",
    "make_letter_code",
    "move_space",
    "not_for_me",
    "notice_address",
    "opt_out",
    "prove_activation",
    "prove_letter",
    "reach_of",
    "readable",
    "receipt_of",
    "receipts_of",
    "regime_named",
    "regimes_holding",
    "reopen",
    "state_of",
    "state_since",
    "sweep_codes",
    "window",
    "window_is_open",
    "window_open",
    "zone_named",
]
