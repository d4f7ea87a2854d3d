"""Days and hours of the call center, as one says them: with the day of the week, in Paris time."""

from datetime import date, datetime

from portal.ui import day_in_words, day_of, moment_in_words

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def weekday_in_words(day: date) -> str:
    """`jeudi 12 novembre 2026`."""
    return f"{_DAYS[day.weekday()]} {day_in_words(day)}"


def slot_in_words(at: datetime) -> str:
    """`jeudi 12 novembre 2026 à 14 h 30`."""
    return f"{_DAYS[day_of(at).weekday()]} {moment_in_words(at)}"


def hour_in_words(at: datetime) -> str:
    """`14 h 30`."""
    return moment_in_words(at).rpartition(" à ")[2]
