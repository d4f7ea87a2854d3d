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
    STRANGER = "stranger"
    """Somebody who tried to sign in and has not proved who she is."""


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
