"""Recovering an access: cases, proofs, cooling, what takes two persons, changes of contact."""

from .alarming import Alarm, AlarmKind, alarms, contacts_shared_by
from .appointments import send_appointment
from .asked_changes import AskedChange, changes_asked
from .calling_back import plan_callback, ring_back
from .changing import ChangeUnknown
from .contact_changes import (
    ChangeStanding,
    ContactUnfit,
    approve_contact_change,
    ask_contact_change,
    changes_of,
    changes_waiting,
    confirm_contact_change,
    contacts_to_confirm,
    patient_of_change,
    send_contact_code,
    send_due_contact_code,
)
from .contact_rules import ChangeRefused, ChangeState
from .desk import DeskCode, confirm_seen, next_of, refuse_seen, see_identity, show_desk_code
from .disputes import Disputed, Stopped, dispute, stop_by_code, was_stopped_by
from .due import recoveries_to_tell, sweep_recoveries, tell_recovery
from .finding import find_exact
from .finishing import Finished, NewFactor, finish, finish_identifier
from .hours import CLOSED_DAYS, OPENING_HOURS, callback_slots, is_open, next_opening
from .keeping import NOBODY, CaseUnknown, patient_of_case
from .limits import LIMITS, Limits
from .lists import SeenCase, callbacks_due, case_opened_for, cases_of_agent, frozen_cases, seen_by, seen_cases
from .notices import DISPUTE_DIGITS
from .opening import NothingToRecover, open_case, open_for_caller, open_online
from .proving import give_card_line, give_password, give_totp, password_of_case
from .queries import (
    MaskedChannel,
    Standing,
    is_claimed_by,
    standing_of,
    standing_online,
)
from .quotas import AgentBarred, TooManyCases
from .resuming import resume_for_caller, resume_online
from .sending import choose_channel, choose_channel_online, give_code
from .shapes import (
    CallbackRefused,
    CaseRefused,
    CaseState,
    ChannelRefused,
    CodeTooSoon,
    IdentityUnseen,
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
    "OPENING_HOURS",
    "AgentBarred",
    "Alarm",
    "AlarmKind",
    "AskedChange",
    "CallbackRefused",
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
    "DeskCode",
    "Disputed",
    "Finished",
    "IdentityUnseen",
    "Limits",
    "Lost",
    "MaskedChannel",
    "NewFactor",
    "NothingToRecover",
    "Outcome",
    "Proof",
    "SecondPersonMissing",
    "SeenCase",
    "Standing",
    "Stopped",
    "TooManyCases",
    "alarms",
    "approve_contact_change",
    "ask_contact_change",
    "callback_slots",
    "callbacks_due",
    "case_opened_for",
    "cases_of_agent",
    "changes_asked",
    "changes_of",
    "changes_waiting",
    "choose_channel",
    "choose_channel_online",
    "confirm_contact_change",
    "confirm_seen",
    "contacts_shared_by",
    "contacts_to_confirm",
    "dispute",
    "find_exact",
    "finish",
    "finish_identifier",
    "frozen_cases",
    "give_card_line",
    "give_code",
    "give_password",
    "give_totp",
    "is_claimed_by",
    "is_open",
    "next_of",
    "next_opening",
    "open_case",
    "open_for_caller",
    "open_online",
    "password_of_case",
    "patient_of_case",
    "patient_of_change",
    "plan_callback",
    "recoveries_to_tell",
    "refuse_seen",
    "resume_for_caller",
    "resume_online",
    "ring_back",
    "see_identity",
    "seen_by",
    "seen_cases",
    "send_appointment",
    "send_contact_code",
    "send_due_contact_code",
    "show_desk_code",
    "standing_of",
    "standing_online",
    "stop_by_code",
    "sweep_recoveries",
    "tell_recovery",
    "was_stopped_by",
]
