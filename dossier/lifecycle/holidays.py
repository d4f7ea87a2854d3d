"""Public holidays of each zone (Code du travail L3133-1, L3134-13, L3422-2; DOMAIN B6). Pure.

Our own table: the State's library is no longer kept up, and others mix custom with law. It is that of the
years in which letters are sent, not a history of holidays.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

from .zones import Zone

CALENDAR_VERSION = "france-1"
"""Kept with every computed day; whoever changes a holiday below gives the calendar a new version."""


@dataclass(frozen=True, slots=True)
class _Yearly:
    """A holiday on the same day each year, with the years in which it is one."""

    month: int
    day: int
    first_year: int = MINYEAR
    last_year: int = MAXYEAR


# L3133-1: the eleven holidays of the whole country, three of them counted in days from Easter Sunday.
_EVERYWHERE = (
    _Yearly(1, 1),
    _Yearly(5, 1),
    _Yearly(5, 8),
    _Yearly(7, 14),
    _Yearly(8, 15),
    _Yearly(11, 1),
    _Yearly(11, 11),
    _Yearly(12, 25),
)
_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY, _GOOD_FRIDAY = 1, 39, 50, -2
_EVERYWHERE_FROM_EASTER = (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY)

# L3134-13 and L3422-2. Saint-Pierre-et-Miquelon adds none.
_LOCAL: dict[Zone, tuple[_Yearly, ...]] = {
    Zone.ALSACE_MOSELLE: (_Yearly(12, 26),),
    Zone.GUADELOUPE: (_Yearly(5, 27),),
    Zone.MARTINIQUE: (_Yearly(5, 22),),
    Zone.GUYANE: (_Yearly(6, 10),),
    Zone.LA_REUNION: (_Yearly(12, 20),),
    Zone.MAYOTTE: (_Yearly(4, 27),),
    # The 28th by the circular of 4 May 2018, though L3422-2 went on printing the 27th.
    Zone.SAINT_MARTIN: (_Yearly(5, 27, last_year=2017), _Yearly(5, 28, first_year=2018)),
    Zone.SAINT_BARTHELEMY: (_Yearly(10, 9),),
}
# Good Friday holds in communes with a Protestant church only; all of them have it here, which never shortens.
_LOCAL_FROM_EASTER: dict[Zone, tuple[int, ...]] = {Zone.ALSACE_MOSELLE: (_GOOD_FRIDAY,)}


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar: the Sunday after the paschal full moon."""
    century, in_cycle = year // 100, year % 19
    # Days from 21 March to the full moon, by the nineteen-year cycle and its drift over the centuries.
    to_full_moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * in_cycle + 15) % 30
    if to_full_moon == 29 or (to_full_moon == 28 and in_cycle > 10):
        to_full_moon -= 1  # the reform of 1582 keeps the last two moons of the cycle apart
    full_moon = date(year, 3, 21) + timedelta(days=to_full_moon)
    return full_moon + timedelta(days=7 - full_moon.isoweekday() % 7)


@cache
def holidays(zone: Zone, year: int) -> frozenset[date]:
    """Return the public holidays of a year in a zone."""
    yearly = (*_EVERYWHERE, *_LOCAL.get(zone, ()))
    from_easter = (*_EVERYWHERE_FROM_EASTER, *_LOCAL_FROM_EASTER.get(zone, ()))
    sunday = easter(year)
    fixed = {date(year, one.month, one.day) for one in yearly if one.first_year <= year <= one.last_year}
    return frozenset(fixed | {sunday + timedelta(days=days) for days in from_easter})


def is_holiday(day: date, zone: Zone) -> bool:
    """Tell whether a day is a public holiday of the zone."""
    return day in holidays(zone, day.year)


def is_working_day(day: date, zone: Zone) -> bool:
    """Tell whether a day is neither a Saturday, nor a Sunday, nor a holiday of the zone (CPC 642)."""
    return day.isoweekday() < 6 and not is_holiday(day, zone)


def first_working_day(day: date, zone: Zone) -> date:
    """Return the day itself when it is a working day, else the first working day after it (CPC 642)."""
    while not is_working_day(day, zone):
        day += timedelta(days=1)
    return day
