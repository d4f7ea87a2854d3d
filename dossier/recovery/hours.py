"""When the call center answers: dated data, so that a change of hours is a new line and not a new program. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dossier.lifecycle import Zone, is_holiday

from .limits import LIMITS, Limits

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours from a day on: ISO days of the week, from and until, Paris time."""

    since_on: date
    days: frozenset[int]
    opens: time
    closes: time


OPENING_HOURS = (Hours(date(2022, 1, 1), frozenset({1, 2, 3, 4, 5}), time(8, 30), time(17, 30)),)
"""The 3422: Monday to Friday, 8:30 to 17:30 (DOMAIN I9: some sources say 17:00). Oldest first."""
CLOSED_DAYS: frozenset[date] = frozenset()
"""Single days on which nobody answers, besides the public holidays of the Code du travail."""
DAYTIME = (time(8), time(20))
"""When a telephone may ring that nobody waits by, Paris time."""
_LOOKED_AHEAD = 60


def is_daytime(at: datetime) -> bool:
    """Tell whether a telephone may ring now."""
    begins, ends = DAYTIME
    return begins <= at.astimezone(PARIS).time() < ends


def is_open(at: datetime, hours: tuple[Hours, ...] = OPENING_HOURS, closed: frozenset[date] = CLOSED_DAYS) -> bool:
    """Tell whether somebody answers at this instant."""
    local = at.astimezone(PARIS)
    held = _held_on(local.date(), hours, closed)
    return held is not None and held.opens <= local.time() < held.closes


def next_opening(
    at: datetime, hours: tuple[Hours, ...] = OPENING_HOURS, closed: frozenset[date] = CLOSED_DAYS
) -> datetime | None:
    """Return when somebody answers next, in Paris time; `at` itself while open, None when no day is planned."""
    local = at.astimezone(PARIS)
    if is_open(at, hours, closed):
        return local
    for ahead in range(_LOOKED_AHEAD):
        day = local.date() + timedelta(days=ahead)
        held = _held_on(day, hours, closed)
        if held is not None:
            opening = datetime.combine(day, held.opens, PARIS)
            if opening > local:
                return opening
    return None


def open_days(
    after: date, count: int, hours: tuple[Hours, ...] = OPENING_HOURS, closed: frozenset[date] = CLOSED_DAYS
) -> tuple[date, ...]:
    """Return the next `count` days on which somebody answers, fewer when no more are planned within sixty days."""
    ahead = (after + timedelta(days=number) for number in range(1, _LOOKED_AHEAD))
    return tuple(day for day in ahead if _held_on(day, hours, closed) is not None)[:count]


def callback_slots(
    now: datetime,
    hours: tuple[Hours, ...] = OPENING_HOURS,
    closed: frozenset[date] = CLOSED_DAYS,
    limits: Limits = LIMITS,
) -> tuple[datetime, ...]:
    """Return when somebody may be called back, in Paris time: each half hour of the fifth open day to the tenth."""
    days = open_days(now.astimezone(PARIS).date(), limits.callback_last_day, hours, closed)
    return tuple(slot for day in days[limits.callback_first_day - 1 :] for slot in _slots(day, hours, closed, limits))


def _slots(day: date, hours: tuple[Hours, ...], closed: frozenset[date], limits: Limits) -> list[datetime]:
    held = _held_on(day, hours, closed)
    if held is None:
        return []
    at, closes = (datetime.combine(day, one, PARIS) for one in (held.opens, held.closes))
    found = []
    while at + limits.callback_slot <= closes:
        found.append(at)
        at += limits.callback_slot
    return found


def _held_on(day: date, hours: tuple[Hours, ...], closed: frozenset[date]) -> Hours | None:
    """Return the hours of a day, None on a closed one."""
    known = [one for one in hours if one.since_on <= day]
    if not known or day in closed or is_holiday(day, Zone.METROPOLE):
        return None
    return known[-1] if day.isoweekday() in known[-1].days else None
