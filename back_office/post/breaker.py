"""A provider that fails again and again is left alone, then tried with one message before it is trusted anew.

The numbers are in the database, so every worker sees the same; the rules are pure.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from dossier.outbox import ProviderState, held_provider, keep_provider
from dossier.store import Store

from .port import Accepted, Later, Outcome, Refused

OPENS_AFTER = 5
"""Failures in a row: nothing left for certain, or no answer came."""
LEFT_ALONE = timedelta(seconds=20)
"""Before it is tried again; in a code's ten minutes there is room for many trials."""
_TOLD_EVERY = timedelta(seconds=30)
"""A provider that does well is written down no more often."""

Light = Literal["closed", "open", "trial"]


def light(state: ProviderState | None, now: datetime) -> Light:
    """Return whether a provider is asked (`closed`), left alone (`open`), or due for one message (`trial`)."""
    if state is None or state.failures < OPENS_AFTER:
        return "closed"
    return "open" if state.trial_at is not None and now < state.trial_at else "trial"


def after(state: ProviderState, outcome: Outcome, now: datetime) -> ProviderState:
    """Return how a provider does after one more outcome."""
    if _is_answer(outcome):
        return replace(state, failures=0, answered_at=now, trial_at=None)
    failures = state.failures + 1
    trial_at = now + LEFT_ALONE if failures >= OPENS_AFTER else None
    return replace(state, failures=failures, failed_at=now, trial_at=trial_at)


def note(
    store: Store, known: ProviderState | None, name: str, channel: str, outcome: Outcome, now: datetime
) -> ProviderState:
    """Write down an outcome, unless it says nothing new of a provider that does well; return how it does now."""
    well = isinstance(outcome, Accepted | Refused) and known is not None and known.failures == 0
    if well and known and known.answered_at is not None and now - known.answered_at < _TOLD_EVERY:
        return known
    with store.writing() as unit:
        state = after(held_provider(unit, name, channel), outcome, now)
        keep_provider(unit, state)
    return state


def _is_answer(outcome: Outcome) -> bool:
    """Tell whether a provider does well: it took the message, or its recipient alone was at fault, for good or for now.

    421 says that the server hangs up, whatever it was asked (RFC 5321, 3.8).
    """
    if isinstance(outcome, Later):
        return outcome.why.startswith("recipient-") and not outcome.why.startswith("recipient-421")
    return isinstance(outcome, Accepted | Refused)


def take_trial(store: Store, name: str, channel: str, now: datetime) -> bool:
    """Tell whether this worker may try a provider with one message: one alone, however many ask."""
    with store.writing() as unit:
        state = held_provider(unit, name, channel)
        if light(state, now) != "trial":
            return False
        keep_provider(unit, replace(state, trial_at=now + LEFT_ALONE))
        return True
