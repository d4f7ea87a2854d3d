"""Recovering an access: cases, proofs, cooling, what takes two persons, changes of contact."""

from .alarms import Alarm, AlarmKind, alarms
from .changing import ChangeUnknown
from .channels import NO_SIM_SIGNALS, SimSignals
from .contact_changes import (
    ChangeStanding,
    ContactUnfit,
    approve_contact_change,
    ask_contact_change,
    changes_of,
    changes_waiting,
    confirm_contact_change,
    patient_of_change,
    send_contact_code,
)
from .contact_rules import ChangeRefused, ChangeState
from .desk import HandOver, grant_at_desk, reopen_frozen
from .disputes import Disputed, dispute
from .due import recoveries_to_tell, sweep_recoveries, tell_recovery
from .finishing import Finished, NewFactor, finish, finish_identifier
from .hours import CLOSED_DAYS, OPENING_HOURS, is_open, next_opening
from .keeping import NOBODY, CaseUnknown
from .limits import LIMITS, Limits
from .notices import DISPUTE_DIGITS
from .opening import NothingToRecover, find_exact, open_case, open_for_caller, open_online
from .proving import give_card_line, give_desk_id, give_password, give_totp, password_of_case
from .queries import (
    MaskedChannel,
    Standing,
    cases_of_agent,
    frozen_cases,
    is_claimed_by,
    patient_of_case,
    standing_of,
    standing_online,
)
from .quotas import AgentBarred, TooManyCases
from .resuming import resume_online
from .sending import choose_channel, choose_channel_online, give_code
from .shapes import (
    CaseRefused,
    CaseState,
    ChannelRefused,
    CodeTooSoon,
    Lost,
    Outcome,
    Proof,
    SecondPersonMissing,
)

__all__ = [
    "CLOSED_DAYS",
    "DISPUTE_DIGITS",
    "LIMITS",
    "NOBODY",
    "NO_SIM_SIGNALS",
    "OPENING_HOURS",
    "AgentBarred",
    "Alarm",
    "AlarmKind",
    "CaseRefused",
    "CaseState",
    "CaseUnknown",
    "ChangeRefused",
    "ChangeStanding",
    "ChangeState",
    "ChangeUnknown",
    "ChannelRefused",
    "CodeTooSoon",
    "ContactUnfit",
    "Disputed",
    "Finished",
    "HandOver",
    "Limits",
    "Lost",
    "MaskedChannel",
    "NewFactor",
    "NothingToRecover",
    "Outcome",
    "Proof",
    "SecondPersonMissing",
    "SimSignals",
    "Standing",
    "TooManyCases",
    "alarms",
    "approve_contact_change",
    "ask_contact_change",
    "cases_of_agent",
    "changes_of",
    "changes_waiting",
    "choose_channel",
    "choose_channel_online",
    "confirm_contact_change",
    "dispute",
    "find_exact",
    "finish",
    "finish_identifier",
    "frozen_cases",
    "give_card_line",
    "give_code",
    "give_desk_id",
    "give_password",
    "give_totp",
    "grant_at_desk",
    "is_claimed_by",
    "is_open",
    "next_opening",
    "open_case",
    "open_for_caller",
    "open_online",
    "password_of_case",
    "patient_of_case",
    "patient_of_change",
    "recoveries_to_tell",
    "reopen_frozen",
    "resume_online",
    "send_contact_code",
    "standing_of",
    "standing_online",
    "sweep_recoveries",
    "tell_recovery",
]
