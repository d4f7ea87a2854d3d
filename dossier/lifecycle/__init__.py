"""The life of a record space: announced, opposed, opened, activated, closed, erased."""

from .actions import announce, announce_again, found_space, move_space
from .activating import AccountExists, activate, take_up
from .acts import ActKind, Receipt, Status, Way
from .asking_codes import Sent, ask_new_code, send_letter_code
from .campaigns import (
    NOTICE,
    Announcement,
    announce_to,
    begin_windows,
    erased_before,
    notice_came_back,
    notice_left,
    notice_unheard,
    notices_sent,
    regime_told,
    sent_as,
)
from .cases import Case, Sending, SendingSource, window_open
from .closing import ask_erasure, close, reopen
from .deadlines import Acceptance, SendingDateRefused, Window, window, window_is_open
from .doing import SpaceUnknown
from .due import open_due, spaces_due
from .equipping import Reach, mail_card, make_card, reach_of
from .erasing import erase_again, erase_due, erasures_due
from .erasure_notices import erasures_to_tell, tell_erasure
from .holidays import is_holiday, is_working_day
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
from .notices import code_address, notice_address
from .opting_out import change_mind, not_for_me, opt_out
from .queries import case_of, cases_of, readable, state_of
from .receipts import followed, genuine, receipt_of, receipts_of
from .regimes import REGIMES, Occasion, Regime, RegimeUnknown, regime_named, regimes_holding
from .rules import State, StateRefused, can_be_fed, can_be_read, erased_at_the_latest
from .stubs import Stub, opt_out_by_stub
from .tombstones import Reason, Tombstone, all_tombstones, brought_back, count_tombstones, tombstones_of
from .transmission import (
    Filed,
    TransmittedAct,
    answer,
    count_to_transmit,
    mark_transmitted,
    read_for_transmission,
    to_transmit,
)
from .zones import PARIS, Zone, ZoneUnknown, local_time, zone_named, zone_of_postal_code

__all__ = [
    "CARD_TAIL",
    "NOTICE",
    "PARIS",
    "REGIMES",
    "Acceptance",
    "AccountExists",
    "ActKind",
    "Announcement",
    "Case",
    "Filed",
    "Letter",
    "Occasion",
    "Purpose",
    "Reach",
    "Reason",
    "Receipt",
    "Regime",
    "RegimeUnknown",
    "Sending",
    "SendingDateRefused",
    "SendingSource",
    "Sent",
    "SpaceUnknown",
    "State",
    "StateRefused",
    "Status",
    "Stub",
    "Tombstone",
    "TransmittedAct",
    "Way",
    "Window",
    "Zone",
    "ZoneUnknown",
    "activate",
    "all_tombstones",
    "announce",
    "announce_again",
    "announce_to",
    "answer",
    "ask_erasure",
    "ask_new_code",
    "begin_windows",
    "brought_back",
    "can_be_fed",
    "can_be_read",
    "case_of",
    "cases_of",
    "change_mind",
    "close",
    "code_address",
    "count_to_transmit",
    "count_tombstones",
    "erase_again",
    "erase_due",
    "erased_at_the_latest",
    "erased_before",
    "erasures_due",
    "erasures_to_tell",
    "find_letter",
    "followed",
    "found_space",
    "genuine",
    "is_holiday",
    "is_working_day",
    "local_time",
    "mail_card",
    "make_card",
    "make_letter_code",
    "mark_transmitted",
    "move_space",
    "not_for_me",
    "notice_address",
    "notice_came_back",
    "notice_left",
    "notice_unheard",
    "notices_sent",
    "open_due",
    "opt_out",
    "opt_out_by_stub",
    "prove_activation",
    "prove_letter",
    "reach_of",
    "read_for_transmission",
    "readable",
    "receipt_of",
    "receipts_of",
    "regime_named",
    "regime_told",
    "regimes_holding",
    "reopen",
    "send_letter_code",
    "sent_as",
    "spaces_due",
    "state_of",
    "sweep_codes",
    "take_up",
    "tell_erasure",
    "to_transmit",
    "tombstones_of",
    "window",
    "window_is_open",
    "window_open",
    "zone_named",
    "zone_of_postal_code",
]
