"""Languages that messages are said in: hers, then French. Texts and days, as each of them says them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from i18n import SOURCE, Locale, Untranslated, offered, translator
from portal.ui import day_in_words, moment_in_words

_PARIS = ZoneInfo("Europe/Paris")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: `say` takes a French text of the source, and raises `Untranslated`."""

    locale: Locale
    say: Callable[[str], str]

    @property
    def tag(self) -> str:
        """Return the language as mail readers and voices know it; easy French is French."""
        return self.locale.code.partition("@")[0]

    @property
    def is_french(self) -> bool:
        """Tell whether it is French, of any kind."""
        return self.tag == SOURCE.code

    def day(self, day: date) -> str:
        """Return a day in words."""
        if self.is_french:
            return day_in_words(day)
        from babel.dates import format_date

        return format_date(day, "long", self.tag)

    def moment(self, at: datetime) -> str:
        """Return an instant in words, in Paris."""
        if self.is_french:
            return moment_in_words(at)
        from babel.dates import format_time

        local = at.astimezone(_PARIS)
        return f"{self.day(local)}, {format_time(local, 'short', locale=self.tag)}"

    def digits(self, day: date) -> str:
        """Return a day in digits, where signs are few."""
        return f"{day:%d/%m/%Y}"


def in_each(language: str, worded: Callable[[Tongue], T]) -> list[tuple[Tongue, T]]:
    """Return what is said to somebody in each of her languages: her own, when the product speaks it, then French.

    What lacks a word in a language isn't said in it: half a message would be worse than one in French.
    """
    told: list[tuple[Tongue, T]] = []
    for locale in (*(one for one in offered() if one.code == language), SOURCE):
        tongue = Tongue(locale, translator(locale))
        try:
            told.append((tongue, worded(tongue)))
        except Untranslated:
            continue
        if tongue.is_french:
            break
    return told
