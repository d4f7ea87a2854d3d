"""Who may see a page of the desk."""

from enum import StrEnum


class DeskGuard(StrEnum):
    """What must be true of whoever asks. An open desk is one that isn't locked: left, or untouched for too long."""

    PUBLIC = "public"
    LOCKED = "locked"
    """Whoever has a desk, open or locked: where it is opened again."""
    STAFF = "staff"
    """Whoever has an open desk."""
    CALL_AGENT = "call-agent"
    """A call agent at her open desk."""
    SUPERVISOR = "supervisor"
    """A supervisor at her open desk."""
    ADVISOR = "advisor"
    """An advisor at her open desk, where people come by."""
