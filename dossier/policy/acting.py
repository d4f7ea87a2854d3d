"""Acting: who does something, in which role, in whose record."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The hat somebody wears during one act."""

    PATIENT = "patient"
    LEGAL_REPRESENTATIVE = "legal_representative"
    SOURCE = "source"
    """A system that deposits documents: a hospital, a laboratory, the operator's import."""
    OPERATOR = "operator"
    LETTER_HOLDER = "letter_holder"
    """Whoever holds the letter's code and knows the birth date; for a child, the parent it was sent to."""
    CALL_AGENT = "call_agent"
    """Recovers credentials by telephone; never reads a record."""
    SUPERVISOR = "supervisor"
    """Answers for the desks: the second person of what takes two, and who is alarmed."""
    ADVISOR = "advisor"
    """Stands at a desk beside the person: sees her identity paper; never reads a record."""
    PATIENT_AT_DESK = "patient_at_desk"
    """The patient in her turn at a desk: she opens, prints and takes her summary there, and does nothing else.

    With the number of a mandate she is there to answer for it, and may not even that: only that mandate's room asks.
    """
    POST = "post"
    """The program that fills envelopes: gathers a summary that goes to the address on file, and nothing else."""
    STRANGER = "stranger"
    """Somebody who tried to sign in and has not proved who she is."""


class Scope(StrEnum):
    """What a patient may let a named advisor do for her, one by one. Reading her record is none of them."""

    OPT_OUT = "opt-out"
    ACTIVATION = "activation"
    RECOVERY = "recovery"
    PRINT_SUMMARY = "print-summary"
    """Her sealed summary is opened by her own session or goes by post: the advisor never receives it."""
    PAPER_IN = "paper-in"
    CONTACT_CHANGE = "contact-change"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Acting:
    """One actor for one record. Built by the gate or the command line, checked again by each action."""

    role: Role
    patient_id: bytes
    """The record that is acted on."""
    actor_id: bytes | None = None
    """The person who acts, when it is a person the house knows."""
    actor_name: str = ""
    """How the access history names the actor when it isn't the patient. Sealed before it is written."""
    mandate: str = ""
    """The number of the mandate she acts under, as its deed shows it; empty for everybody but an advisor, and
    whoever answers for it in her turn."""
    scope: Scope | None = None
    """Which of the mandate's scopes this act belongs to."""
    site: str = ""
    """The site where the advisor stands, or where the patient has her turn."""
    is_weak: bool = False
    """Whether the mandate stands on a signed paper alone: it opens the start of an opt-out, and a letter."""
    is_remote: bool = False
    """Whether she is on the telephone: she has no turn at a screen where she isn't."""
