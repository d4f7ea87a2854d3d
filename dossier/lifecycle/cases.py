"""The case of one opt-out window: what was sent when, and the days computed from it once and for all. Pure.

Advise early, accept late (DOMAIN B2): the day that is told comes from the deployment's own regime, the day until
which an opt-out is accepted from the latest of the regimes that hold for such a letter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from .deadlines import Window, window
from .regimes import Occasion, Regime, regimes_holding
from .rules import GRACE, State
from .zones import Zone


class SendingSource(StrEnum):
    """Who says on which day the letter was sent."""

    CAISSE = "caisse"
    LETTER = "letter"
    """Somebody saw the letter."""
    PERSON = "person"
    """The person remembers."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter or e-mail that announced a record. Without a day there is no countdown, and nothing opens by itself."""

    occasion: Occasion
    sent_on: date | None
    source: SendingSource
    zone: Zone


@dataclass(frozen=True, slots=True)
class Case:
    """One patient's case as it is kept. The days are None when the sending date isn't known."""

    patient_id: bytes
    state: State
    since_at: datetime
    zone: Zone
    occasion: str | None = None
    sent_on: date | None = None
    sent_source: str | None = None
    regime_id: str | None = None
    accepted_by: str | None = None
    """The regime by which an opt-out is accepted."""
    calendar_version: str | None = None
    displayed_on: date | None = None
    accepted_on: date | None = None
    accepted_until: datetime | None = None
    blocked_at: datetime | None = None
    """When somebody said that the letter wasn't for her: nothing opens by itself any more."""
    erasure_asked_at: datetime | None = None
    due_at: datetime | None = None


def window_open(case: Case, at: datetime) -> bool:
    """Tell whether an opt-out made at this instant is one. Without a sending date every day is in time."""
    return case.accepted_until is None or at < case.accepted_until


def columns_of(sending: Sending, told: Regime) -> dict[str, object]:
    """Return the columns of the case that a sending begins, computed by today's rules."""
    kept: dict[str, object] = {
        "occasion": str(sending.occasion),
        "zone": str(sending.zone),
        "sent_on": sending.sent_on,
        "sent_source": str(sending.source),
        "regime_id": told.id,
        "accepted_by": told.id,
        "calendar_version": None,
        "displayed_on": None,
        "accepted_on": None,
        "accepted_until": None,
        "blocked_at": None,
        "due_at": None,
    }
    if sending.sent_on is not None:
        kept |= _days(sending.sent_on, sending, told)
    return kept


def accepted_until(sending: Sending, told: Regime) -> datetime | None:
    """Return the instant until which an opt-out is accepted; None without a sending day."""
    return None if sending.sent_on is None else _windows(sending.sent_on, sending, told)[1].accepted_until.until


def displayed_on(sending: Sending, told: Regime) -> date | None:
    """Return the last day to tell the person; None without a sending day."""
    return None if sending.sent_on is None else _windows(sending.sent_on, sending, told)[0].displayed_on


def _days(sent_on: date, sending: Sending, told: Regime) -> dict[str, object]:
    shown, latest = _windows(sent_on, sending, told)
    return {
        "accepted_by": latest.regime_id,
        "calendar_version": shown.calendar_version,
        "displayed_on": shown.displayed_on,
        "accepted_on": latest.accepted_until.day,
        "accepted_until": latest.accepted_until.until,
        "due_at": latest.accepted_until.until + GRACE,
    }


@lru_cache(maxsize=512)
def _windows(sent_on: date, sending: Sending, told: Regime) -> tuple[Window, Window]:
    """Return the window to tell and the one to accept by. Kept: a campaign has few days and many people."""
    regimes = {told, *regimes_holding(sending.occasion, sent_on)}
    latest = max((window(sent_on, one, sending.zone) for one in regimes), key=_until)
    return window(sent_on, told, sending.zone), latest


def _until(window: Window) -> tuple[datetime, str]:
    return window.accepted_until.until, window.regime_id
