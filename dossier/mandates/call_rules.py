"""Calling her back, at a distance: when, how often, and what has to wait for it. Pure: `now` is handed in."""

from dataclasses import replace
from datetime import datetime
from hmac import compare_digest

from .limits import LIMITS as _HOUSE
from .limits import NEAR_SCOPES, REMOTE_LENGTHS, Limits
from .shapes import Call, CallState, Line, Mandate, MandateRefused, QuestionTooSoon, Wanted


def check_distance(wanted: Wanted) -> None:
    """Raise `MandateRefused` (distance) for what can't be agreed to on the telephone."""
    if wanted.remote and (wanted.duration not in REMOTE_LENGTHS or wanted.scopes & NEAR_SCOPES):
        raise MandateRefused(why="distance")


def called(mandate: Mandate, line: Line, digest: str, now: datetime, limits: Limits = _HOUSE) -> Mandate:
    """Return a living mandate once she is rung. What is asked of her stays asked: she may have hung up to hear a code.

    Raises `MandateRefused` (line) for one that isn't at a distance, `QuestionTooSoon`.
    """
    if not mandate.remote:
        raise MandateRefused(why="line")
    calls = _one_more(mandate, now, limits)
    return replace(mandate, call=Call(line, digest, now), calls=calls)


def _one_more(mandate: Mandate, now: datetime, limits: Limits) -> int:
    last = mandate.call
    if call_state(mandate, now, limits) == "ringing":
        raise QuestionTooSoon(why="pause")
    if last is None or now >= last.placed_at + limits.questions_window:
        return 1
    if mandate.calls >= limits.calls:
        raise QuestionTooSoon(why="many")
    return mandate.calls + 1


def is_call(mandate: Mandate, digest: str) -> bool:
    """Tell whether a mark is that of the newest call: an older call, or another mandate's, is none."""
    return mandate.call is not None and compare_digest(mandate.call.digest, digest)


def taken(mandate: Mandate, now: datetime, limits: Limits = _HOUSE) -> Mandate | None:
    """Return the mandate once she took the call that rings; None when none does."""
    if mandate.call is None or call_state(mandate, now, limits) != "ringing":
        return None
    return replace(mandate, call=replace(mandate.call, taken_at=now), calls=0)


def call_state(mandate: Mandate, now: datetime, limits: Limits = _HOUSE) -> CallState:
    """Return how far the call-back is, as the advisor may know it: a call that she took long ago is none."""
    call = mandate.call
    if call is None:
        return ""
    if call.taken_at is not None:
        return "taken" if now < call.taken_at + limits.call_life else ""
    return "ringing" if now < call.placed_at + limits.ring else "missed"


def check_called(mandate: Mandate, now: datetime, limits: Limits = _HOUSE) -> None:
    """Raise `MandateRefused` (call) at a distance, unless she took a call-back within the hour."""
    if mandate.remote and call_state(mandate, now, limits) != "taken":
        raise MandateRefused(why="call")
