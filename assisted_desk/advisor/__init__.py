"""The advisor's pages: visits under a mandate, and an identity paper seen with the person standing there."""

from . import (
    activating,
    calling_back,
    changing_contact,
    closing,
    consent,
    fresh_proof,
    handing_over,
    others_letter,
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
    "calling_back",
    "changing_contact",
    "closing",
    "consent",
    "fresh_proof",
    "handing_over",
    "others_letter",
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
