"""Languages: the registry of those the product speaks, and the look-up of its texts."""

from .locales import LOCALES, SOURCE, Locale, offered
from .texts import gettext

__all__ = ["LOCALES", "SOURCE", "Locale", "gettext", "offered"]
