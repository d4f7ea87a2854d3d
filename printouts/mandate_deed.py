"""The deed of a mandate on paper: the draft, void until she agrees; the deed in two copies, with a square."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .coverage import has_holes
from .dates import moment_in_full
from .mandate_text import MandateText
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .qr import square
from .sizes import Size, check_size

MAX_TEXT = 200
"""Characters of a name, a place, a proof or another text."""
_TEXTS = ("number", "person", "advisor", "site", "proof", "head", "signature", "text_digest", "phone", "hours")
_COPIES = ("Exemplaire de la personne", "Exemplaire du guichet")


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateDeedSheet:
    """What a deed tells. Without `given_at` it is a draft: void, in one copy, with places to sign.

    `texts`: in each language that was read, the French first. `number` is canonical; `proof` in French words; `head`,
    `signature` and `text_digest` stand in groups; `address` is the page that checks it, in capitals. Instants are
    aware, in French time.
    """

    number: str
    person: str
    advisor: str
    site: str
    texts: tuple[MandateText, ...]
    text_version: str
    text_digest: str
    drafted_at: datetime
    given_at: datetime | None = None
    until_at: datetime | None = None
    proof: str = ""
    head: str = ""
    signature: str = ""
    address: str
    phone: str
    hours: str


def render_mandate_deed(sheet: MandateDeedSheet, size: Size) -> bytes:
    """Return the deed as a PDF/UA-1 file whose smallest text is `size` points (14, 18 or 24).

    Code civil article 1985: a mandate may be given in writing; each side keeps a copy. Raises `ValueError` for another
    size, an instant without zone or an address not in capitals, `PrintoutTooLarge` past `MAX_TEXT`.
    """
    check_size(size)
    if any(len(getattr(sheet, name)) > MAX_TEXT for name in _TEXTS):
        raise PrintoutTooLarge(part="text", limit=MAX_TEXT)
    html = page(
        "mandate_deed.html",
        language="fr",
        size=size,
        created=(sheet.given_at or sheet.drafted_at).isoformat(),
        sheet=sheet,
        copies=_COPIES if sheet.given_at else ("",),
        facts=_facts(sheet),
        square=square(sheet.address),
        pieces=re.findall(r"HTTPS?://|[^/]+|/.*", sheet.address),
        has_holes=any(has_holes(getattr(sheet, name)) for name in _TEXTS),
    )
    own = ("receipt.css", "mandate_deed.css", *(() if sheet.given_at else ("mandate_draft.css",)))
    return render(html, *style(size, *own))


def _facts(sheet: MandateDeedSheet) -> list[tuple[str, str]]:
    facts = [
        ("Pour le dossier de", sheet.person),
        ("Donné à", sheet.advisor),
        ("Lieu", sheet.site),
        ("Donné le", moment_in_full(sheet.given_at) if sheet.given_at else ""),
        ("Finit le", moment_in_full(sheet.until_at) if sheet.until_at else ""),
        ("Preuve donnée", sheet.proof),
        ("Écrit le", "" if sheet.given_at else moment_in_full(sheet.drafted_at)),
    ]
    return [(name, value) for name, value in facts if value]
