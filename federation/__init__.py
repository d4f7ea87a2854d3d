"""Identity providers, as both faces ask them: one line out, one place where their answers are checked. No page."""

from .asking import keep_question, kept_address, take_question
from .door import Asking, Door, Heard, Question
from .failures import Cause, FederationFailed

__all__ = [
    "Asking",
    "Cause",
    "Door",
    "FederationFailed",
    "Heard",
    "Question",
    "keep_question",
    "kept_address",
    "take_question",
]
