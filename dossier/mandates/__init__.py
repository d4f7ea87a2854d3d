"""Mandates: a patient lets a named advisor do named acts for her, for a time, by a proof that comes from herself."""

from .acting import acting_under, patient_under
from .asking import ask_card_line, ask_fresh_proof, send_consent_code
from .consenting import (
    consent_by_paper,
    consent_by_session,
    give_consent,
    give_fresh_proof,
    prove_by_session,
    refuse,
    session_act,
)
from .deeds import DeedCheck, check_deed
from .drafting import draft_mandate, renew
from .due import sweep_mandates
from .ending import (
    Stopped,
    StopWay,
    end_mandate,
    end_mandates_of,
    end_mandates_of_advisor,
    revoke,
    revoke_at_desk,
    revoke_by_code,
)
from .figures import SiteAct, SiteFigures, acts_of_site
from .limits import LENGTHS, LIMITS, LONG, WEAK_LENGTHS, WEAK_SCOPES, Limits
from .notices import STOP_DIGITS
from .queries import MandateLine, MandateUse, mandate_of, mandates_of_advisor, mandates_of_patient, uses_of
from .shapes import (
    AgreedText,
    Duration,
    MandateDead,
    MandateRefused,
    MandateState,
    Outcome,
    ProofKind,
    ProofTooOld,
    Question,
    QuestionTooSoon,
    TooManyDrafts,
    Wanted,
    Way,
    Why,
)
from .turning import give_turn
from .ways import ConsentWay, consent_ways

__all__ = [
    "LENGTHS",
    "LIMITS",
    "LONG",
    "STOP_DIGITS",
    "WEAK_LENGTHS",
    "WEAK_SCOPES",
    "AgreedText",
    "ConsentWay",
    "DeedCheck",
    "Duration",
    "Limits",
    "MandateDead",
    "MandateLine",
    "MandateRefused",
    "MandateState",
    "MandateUse",
    "Outcome",
    "ProofKind",
    "ProofTooOld",
    "Question",
    "QuestionTooSoon",
    "SiteAct",
    "SiteFigures",
    "StopWay",
    "Stopped",
    "TooManyDrafts",
    "Wanted",
    "Way",
    "Why",
    "acting_under",
    "acts_of_site",
    "ask_card_line",
    "ask_fresh_proof",
    "check_deed",
    "consent_by_paper",
    "consent_by_session",
    "consent_ways",
    "draft_mandate",
    "end_mandate",
    "end_mandates_of",
    "end_mandates_of_advisor",
    "give_consent",
    "give_fresh_proof",
    "give_turn",
    "mandate_of",
    "mandates_of_advisor",
    "mandates_of_patient",
    "patient_under",
    "prove_by_session",
    "refuse",
    "renew",
    "revoke",
    "revoke_at_desk",
    "revoke_by_code",
    "send_consent_code",
    "session_act",
    "sweep_mandates",
    "uses_of",
]
