"""Dates as people remember them, whole or in part, and in French words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRANCE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Raises `ValueError` for a day that doesn't exist."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse the thirtieth of February, and a day without its month."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return the whole date of `day`."""
        return cls(day.year, day.month, day.day)


def in_words(when: PartialDate) -> str:
    """Return « 1er mars 2026 », « mars 2026 » or « 2026 »."""
    if when.month is None:
        return str(when.year)
    month = f"{_MONTHS[when.month - 1]} {when.year}"
    if when.day is None:
        return month
    return f"{'1er' if when.day == 1 else when.day} {month}"


def day_in_france(instant: datetime) -> PartialDate:
    """Return the day it is in France at `instant`. Raises `ValueError` for an instant without its zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return PartialDate.of(instant.astimezone(_FRANCE).date())


def day_in_words(day: date) -> str:
    """Return « 28 février 2022 »."""
    return in_words(PartialDate.of(day))


def day_in_full(day: date) -> str:
    """Return « lundi 28 février 2022 »."""
    return f"{_WEEKDAYS[day.weekday()]} {day_in_words(day)}"


def moment_in_full(instant: datetime) -> str:
    """Return « mardi 15 mars 2022 à 8 h 05 », by the clocks of the instant's own zone.

    Raises `ValueError` for an instant without its zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return f"{day_in_full(instant.date())} à {instant.hour} h {instant.minute:02}"
