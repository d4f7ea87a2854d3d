"""How much is unusual for one member of the staff: her own days are the measure, nobody else's. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from statistics import median

_DAY = timedelta(days=1)


def unusual_day(
    moments: Iterable[datetime], now: datetime, clock: tzinfo, *, window: timedelta, times: int, least: int
) -> int:
    """Return how often she did something in the last day, when that is more than `times` her median day.

    `moments` are those of the window. Its whole days with something in them are her own; on a first day anything from
    `least` on is a sign, and below it nothing is.
    """
    known = [at for at in moments if now - window < at <= now]
    today = sum(at > now - _DAY for at in known)
    first, last = ((now - ago).astimezone(clock).date() for ago in (window, _DAY))
    days = Counter(at.astimezone(clock).date() for at in known)
    before = [count for day, count in days.items() if first < day < last]
    usual = median(before) if before else 0
    return today if today >= least and today > times * usual else 0
