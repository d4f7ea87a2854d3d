"""Messages that nobody needs any more: their person has decided meanwhile, or what they bring is dead."""

from datetime import datetime

from dossier.lifecycle import NOTICE, Case, State
from dossier.outbox import Message
from dossier.posting import SUMMARY

ERASURE = "erasure-soon"
HANG_ON_A_CASE = frozenset({NOTICE, SUMMARY, ERASURE})
"""Kinds of which the case says whether they are needed."""


def is_moot(message: Message, case: Case | None, now: datetime) -> bool:
    """Tell whether nobody needs this message any more."""
    state = None if case is None else case.state
    if message.kind == NOTICE:
        return state is not State.ANNOUNCED
    if message.kind == SUMMARY and state is not State.ACTIVATED:
        return True  # she closed the record meanwhile: nobody reads it any more
    if message.kind == ERASURE and state is not State.CLOSED:
        return True  # she reopened the record: its erasure is cancelled
    return message.not_after <= now
