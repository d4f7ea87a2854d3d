"""Whether the house is well: a verdict on what was seen. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from back_office.post.breaker import light
from dossier.outbox import Channel, Queue

from .sight import Sight

CLOCK_LATE = timedelta(minutes=15)
"""The clock goes its round every few minutes, and a round is over in less."""
BOUNCES_LATE = timedelta(hours=1)
"""Each round reads what came back. For a while a mail server may be away; then people wait for a letter in vain."""
_Told = dict[str, Any]


def health_of(sight: Sight | None, carriers: Mapping[Channel, Sequence[str]], *, reads_bounces: bool = False) -> _Told:
    """Return what a monitor is told; `healthy` says all of it in one word. `carriers`: who serves each channel.

    A channel without carriers (letters, which leave in batches) is ill only when nobody comes for its messages.
    """
    told: _Told = {"database": {"healthy": sight is not None}}
    if sight is not None:
        told["migrations"] = {"healthy": sight.is_current}
    if sight is not None and sight.is_current:
        told["clock"] = _clock(sight)
        told["post"] = {channel: _channel(sight, channel, names) for channel, names in carriers.items()}
        if reads_bounces:
            told["post"]["email"] = _with_bounces(sight, told["post"]["email"])
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
    """Tell of a channel. It is ill when messages are late that nobody tried, or every provider is left alone.

    Where nothing waits nobody tries a provider again: one that is due for a trial is ill only when something does.
    """
    queue = next((one for one in sight.queues if one.channel == channel), Queue(channel, 0, 0, 0, 0, None))
    breakers = {name: light(sight.providers.get(name), sight.at) for name in carriers}
    lights = set(breakers.values())
    is_served = not lights or "closed" in lights or ("trial" in lights and not queue.waiting)
    return {
        "healthy": is_served and not queue.untried,
        "waiting": queue.waiting,
        "sending": queue.sending,
        "late": queue.late,
        "late_untried": queue.untried,
        "oldest_seconds": _seconds(queue.oldest_due_at, sight.at),
        "breakers": breakers,
    }


def _with_bounces(sight: Sight, email: _Told) -> _Told:
    """Add when what came back was last read: where nobody reads it, nobody is written to in another way."""
    read_at = sight.bounces_read_at
    is_read = read_at is not None and sight.at - read_at <= BOUNCES_LATE
    return {**email, "healthy": email["healthy"] and is_read, "bounces_seconds_ago": _seconds(read_at, sight.at)}


def _seconds(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else int((at - since).total_seconds())
