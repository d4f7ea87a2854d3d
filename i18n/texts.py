"""From a French text of the source to the text to show."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from .locales import SOURCE, Locale

CATALOGS = Path(__file__).parent / "catalogs"
"""One file a language, `en.po`, beside the list of texts."""


class Untranslated(Exception):
    """A text has no words in this language yet."""


def gettext(text: str) -> str:
    """Return the text in the source language. It marks what a translator will have to translate."""
    return text


def translator(locale: Locale) -> Callable[[str], str]:
    """Return what says texts of the source in a language; it raises `Untranslated` for a text without words."""
    if locale == SOURCE:
        return gettext
    texts = _texts(CATALOGS / f"{locale.code}.po")

    def say(text: str) -> str:
        if text and text not in texts:
            raise Untranslated
        return texts[text] if text else ""

    return say


@cache
def _texts(path: Path) -> Mapping[str, str]:
    """Return the texts of a catalog that have words, and none that a translator still has to look at again."""
    from babel.messages.pofile import read_po  # not for those who speak French alone

    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file)
    return {str(one.id): str(one.string) for one in catalog if one.id and one.string and not one.fuzzy}
