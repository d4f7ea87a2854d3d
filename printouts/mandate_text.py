"""The text of a mandate, as it is read aloud, printed and agreed to: dated, never changed, in several languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

NEWEST = "2026-11-23"
"""The version that new mandates are read from. Older folders stay: a deed is checked against its own."""
LANGUAGES = ("fr", "fr@falc", "en", "ar")
BINDING = "fr"
"""The one that counts; the others stand beside it."""
_LEGAL = Path(__file__).parent / "legal"


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateFacts:
    """What the text is filled in with. `scopes` and `duration` are the codes of the dossier."""

    person: str
    advisor: str
    site: str
    scopes: tuple[str, ...]
    duration: str


@dataclass(frozen=True, slots=True)
class MandateText:
    """The text in one language, filled in: a title, an opening, what may be done, the rest."""

    language: str
    title: str
    opening: tuple[str, ...]
    may: str
    scopes: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def lang(self) -> str:
        """Return the language as pages and sheets name it."""
        return self.language.partition("@")[0]

    @property
    def dir(self) -> str:
        """Return its direction."""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def lines(self) -> tuple[str, ...]:
        """Return everything that is said, in order."""
        return (self.title, *self.opening, self.may, *self.scopes, *self.after)


def mandate_texts(version: str, languages: tuple[str, ...], facts: MandateFacts) -> tuple[MandateText, ...]:
    """Return a version's text in these languages. Raises `KeyError` for a version or a language that isn't there."""
    return tuple(_filled(version, language, facts) for language in languages)


def digest_of(version: str, texts: tuple[MandateText, ...]) -> bytes:
    """Return the SHA-256 of exactly what is read: the version, then each language and each of its lines."""
    told = "\n".join([version, *(line for text in texts for line in (text.language, *text.lines))])
    return sha256(normalize("NFC", told).encode()).digest()


def _filled(version: str, language: str, facts: MandateFacts) -> MandateText:
    told = _told(version)[language]
    names = {"person": facts.person, "advisor": facts.advisor, "site": facts.site}
    names["duration"] = told["durations"][facts.duration]

    def fill(line: str) -> str:
        return line.format_map(names)

    return MandateText(
        language=language,
        title=fill(told["title"]),
        opening=tuple(fill(line) for line in told["opening"]),
        may=fill(told["may"]),
        scopes=tuple(told["scopes"][scope] for scope in facts.scopes),
        after=tuple(fill(line) for line in told["after"]),
    )


@cache
def _told(version: str) -> dict[str, dict[str, Any]]:
    folder = _LEGAL / f"mandate-{version}"
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}
