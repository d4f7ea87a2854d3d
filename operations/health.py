"""Whether the house is well: a verdict on what was seen. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from back_office.post.breaker import light
from dossier.outbox import Channel, Queue

from .sight import Sight

CLOCK_LATE = timedelta(minutes=15)
"""The clock goes its round every few minutes, and a round is over in less."""
_Told = dict[str, Any]


def health_of(sight: Sight | None, carriers: Mapping[Channel, Sequence[str]]) -> _Told:
    """Return what a monitor is told; `healthy` says all of it in one word. `carriers`: who serves each channel.

    A channel without carriers (letters, which leave in batches) is ill only when nobody comes for its messages.
    """
    told: _Told = {"database": {"healthy": sight is not None}}
    if sight is not None:
        told["migrations"] = {"healthy": sight.is_current}
    if sight is not None and sight.is_current:
        told["clock"] = _clock(sight)
        told["post"] = {channel: _channel(sight, channel, names) for channel, names in carriers.items()}
    parts = [part for name, part in told.items() if name != "post"] + list(told.get("post", {}).values())
    return {"healthy": all(part["healthy"] for part in parts), **told}


def _clock(sight: Sight) -> _Told:
    last = sight.clock
    if last is None:
        return {"healthy": False, "ended_seconds_ago": None, "failed": 0}
    moved = max(last.began_at, last.ended_at or last.began_at)
    return {
        "healthy": sight.at - moved <= CLOCK_LATE,
        "ended_seconds_ago": _seconds(last.ended_at, sight.at),
        "failed": last.failed,
    }


def _channel(sight: Sight, channel: Channel, carriers: Sequence[str]) -> _Told:
    """Tell of a channel. It is ill when messages are late that nobody tried, or every provider is left alone."""
    queue = next((one for one in sight.queues if one.channel == channel), Queue(channel, 0, 0, 0, 0, None))
    breakers = {name: light(sight.providers.get(name), sight.at) for name in carriers}
    return {
        "healthy": not queue.untried and (not breakers or "closed" in breakers.values()),
        "waiting": queue.waiting,
        "sending": queue.sending,
        "late": queue.late,
        "late_untried": queue.untried,
        "oldest_seconds": _seconds(queue.oldest_due_at, sight.at),
        "breakers": breakers,
    }


def _seconds(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else int((at - since).total_seconds())
