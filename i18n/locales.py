"""The one registry of languages. A language is offered only when everything is said in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """A language of the product: its code, its own name, its direction, and whether it is complete."""

    code: str
    own_name: str
    direction: str
    complete: bool


SOURCE = Locale("fr", "Français", "ltr", complete=True)
"""Texts are written in French; the other languages translate them."""

LOCALES = (
    SOURCE,
    Locale("fr@falc", "Facile à lire", "ltr", complete=False),
    Locale("en", "English", "ltr", complete=False),
    Locale("ar", "العربية", "rtl", complete=False),
)


def offered() -> tuple[Locale, ...]:
    """Return the languages a person may choose: the complete ones."""
    return tuple(locale for locale in LOCALES if locale.complete)
