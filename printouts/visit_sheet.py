"""The sheet that a patient takes home after a visit: what was done, by whom, on what ground, what next, how to undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .coverage import has_holes
from .dates import moment_in_full
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .sizes import Size, check_size
from .visit_words import VISIT_ACTS, VisitWords

MAX_TEXT = 200
MAX_ACTS = 60
MOST_MOMENTS = 20
"""How many acts of a visit are told at most; a visit of an hour has two or three."""
_TEXTS = ("number", "person", "advisor", "site", "proof", "ending", "phone", "hours", "portal")


@dataclass(frozen=True, slots=True)
class VisitAct:
    """One act: under which scope, or what it was (`VISIT_ACTS`), and when, in French time."""

    scope: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet:
    """What was done under one mandate. `proof` and `ending` are French words; `number` is canonical.

    `portal`: the site's address as one types it.
    """

    number: str
    person: str
    advisor: str
    site: str
    given_at: datetime
    until_at: datetime
    proof: str
    ending: str = ""
    acts: tuple[VisitAct, ...] = ()
    earlier: int = 0
    """Acts under the same mandate that the sheet doesn't tell: of other visits."""
    printed_at: datetime
    portal: str
    phone: str
    hours: str


def render_visit_sheet(sheet: VisitSheet, size: Size) -> bytes:
    """Return the sheet as a PDF/UA-1 file whose smallest text is `size` points (14, 18 or 24).

    Raises `ValueError` for another size or an instant without zone, `PrintoutTooLarge` past `MAX_TEXT` or `MAX_ACTS`.
    """
    check_size(size)
    if any(len(getattr(sheet, name)) > MAX_TEXT for name in _TEXTS):
        raise PrintoutTooLarge(part="text", limit=MAX_TEXT)
    if len(sheet.acts) > MAX_ACTS:
        raise PrintoutTooLarge(part="acts", limit=MAX_ACTS)
    html = page(
        "visit_sheet.html",
        language="fr",
        size=size,
        created=sheet.printed_at.isoformat(),
        sheet=sheet,
        facts=_facts(sheet),
        acts=_acts(sheet.acts),
        has_holes=any(has_holes(getattr(sheet, name)) for name in _TEXTS),
    )
    return render(html, *style(size, "receipt.css"))


def _facts(sheet: VisitSheet) -> list[tuple[str, str]]:
    facts = [
        ("Pour", sheet.person),
        ("Fait par", sheet.advisor),
        ("Lieu", sheet.site),
        ("Avec votre accord du", moment_in_full(sheet.given_at)),
        ("Preuve donnée", sheet.proof),
        ("Le mandat finit le", "" if sheet.ending else moment_in_full(sheet.until_at)),
        ("Le mandat est fini", sheet.ending),
    ]
    return [(name, value) for name, value in facts if value]


def _acts(acts: tuple[VisitAct, ...]) -> list[tuple[VisitWords, list[str]]]:
    """Return each kind of act once, with the moments at which it was done."""
    moments: dict[str, list[str]] = {}
    for act in acts:
        moments.setdefault(act.scope, []).append(moment_in_full(act.at))
    return [(VISIT_ACTS[scope], at) for scope, at in moments.items()]
