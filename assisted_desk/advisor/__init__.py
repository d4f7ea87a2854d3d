"""The advisor's pages: visits under a mandate, and an identity paper seen with the person standing there."""

from . import (
    activating,
    changing_contact,
    closing,
    consent,
    fresh_proof,
    handing_over,
    paper_consent,
    recovering,
    revoking,
    saying_no,
    starting,
    summary,
    taking_paper,
    turn,
    visiting,
)
from .views import room

__all__ = [
    "activating",
    "changing_contact",
    "closing",
    "consent",
    "fresh_proof",
    "handing_over",
    "paper_consent",
    "recovering",
    "revoking",
    "room",
    "saying_no",
    "starting",
    "summary",
    "taking_paper",
    "turn",
    "visiting",
]
