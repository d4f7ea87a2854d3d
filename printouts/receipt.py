"""The receipt of an act on a record: what was done, when, under which rule, and how to check the paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from .coverage import has_holes
from .dates import day_in_full, moment_in_full
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .qr import square
from .receipt_words import RECEIPTS, Kind
from .sizes import Size, check_size

MAX_TEXT = 200
"""Characters of a name, a way, a rule or another text."""
_TEXTS = ("number", "person", "actor", "zone", "way", "rule", "head", "signature", "phone", "hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """What a receipt tells. `number` is canonical; an empty `actor` is the person herself.

    `local_at` and `paris_at` are one instant in two zones, both aware; `zone`, `way` and `rule` are French words;
    `head` and `signature` stand in groups; `address` is the page that checks it, in capitals.
    """

    number: str
    kind: Kind
    person: str
    actor: str = ""
    local_at: datetime
    paris_at: datetime
    zone: str
    way: str
    sent_on: date | None = None
    displayed_on: date | None = None
    accepted_on: date | None = None
    rule: str
    head: str
    signature: str
    address: str
    phone: str
    hours: str


def render_receipt(sheet: ReceiptSheet, size: Size) -> bytes:
    """Return the receipt as a PDF/UA-1 file whose smallest text is `size` points (14, 18 or 24).

    CRPA article L. 112-3: an act gets its acknowledgment. Raises `ValueError` for another size, an instant
    without zone or an address not in capitals, `PrintoutTooLarge` past `MAX_TEXT`.
    """
    check_size(size)
    if any(len(getattr(sheet, name)) > MAX_TEXT for name in _TEXTS):
        raise PrintoutTooLarge(part="text", limit=MAX_TEXT)
    html = page(
        "receipt.html",
        language="fr",
        size=size,
        created=sheet.local_at.isoformat(),
        sheet=sheet,
        words=RECEIPTS[sheet.kind],
        facts=_facts(sheet),
        square=square(sheet.address),
        pieces=re.findall(r"HTTPS?://|[^/]+|/.*", sheet.address),
        has_holes=any(has_holes(getattr(sheet, name)) for name in _TEXTS),
    )
    return render(html, *style(size, "receipt.css"))


def _facts(sheet: ReceiptSheet) -> list[tuple[str, str]]:
    in_paris = sheet.paris_at.utcoffset() == sheet.local_at.utcoffset()
    facts = [
        ("Pour", sheet.person),
        ("Fait par", sheet.actor or "la personne elle-même"),
        ("Quoi", RECEIPTS[sheet.kind].act),
        ("Quand", moment_in_full(sheet.local_at) + (f" ({sheet.zone})" if sheet.zone else "")),
        ("Heure de Paris", "" if in_paris else moment_in_full(sheet.paris_at)),
        ("Comment", sheet.way),
        ("Lettre envoyée", _day(sheet.sent_on)),
        ("Dernier jour annoncé", _day(sheet.displayed_on)),
        ("Dernier jour accepté", _day(sheet.accepted_on)),
        ("Règle appliquée", sheet.rule),
    ]
    return [(name, value) for name, value in facts if value]


def _day(day: date | None) -> str:
    return day_in_full(day) if day else ""
