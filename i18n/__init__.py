"""Languages: the registry of those the product speaks, and the look-up of its texts."""

from .locales import LOCALES, SOURCE, Locale, offered
from .texts import Untranslated, gettext, translator

__all__ = ["LOCALES", "SOURCE", "Locale", "Untranslated", "gettext", "offered", "translator"]
