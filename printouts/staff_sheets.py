"""Papers of the staff: an invitation to a desk, ten rescue codes. One page each, in clear print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .coverage import has_holes
from .pages import page, style
from .pdf import PrintoutTooLarge, render
from .sizes import Size

RESCUE_CODES = 10
_CODE = re.compile(r"\d{10}", re.ASCII)
_SIZE: Size = 14
_MAX_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSheet:
    """Who is invited, to which site or team, what she types the first time, at which address, until when."""

    person: str
    place: str
    identifier: str
    code: str
    """In groups."""
    until: date
    address: str


@dataclass(frozen=True, slots=True)
class RescueSheet:
    """Whose ten codes of ten digits, and the day they were made."""

    person: str
    codes: tuple[str, ...]
    made_on: date


def render_invitation(sheet: InvitationSheet) -> bytes:
    """Return an invitation as a PDF/UA-1 file. Raises `PrintoutTooLarge` for a name past 200 characters."""
    return _rendered("invitation.html", sheet.person, sheet, sheet.until)


def render_rescue_codes(sheet: RescueSheet) -> bytes:
    """Return rescue codes as a PDF/UA-1 file. Raises `PrintoutTooLarge`; `ValueError` unless there are ten codes."""
    if len(sheet.codes) != RESCUE_CODES or not all(map(_CODE.fullmatch, sheet.codes)):
        raise ValueError("a sheet is ten codes of ten digits")
    return _rendered("rescue_codes.html", sheet.person, sheet, sheet.made_on)


def _rendered(template: str, person: str, sheet: InvitationSheet | RescueSheet, day: date) -> bytes:
    if len(person) > _MAX_NAME:
        raise PrintoutTooLarge(part="text", limit=_MAX_NAME)
    facts = {"sheet": sheet, "created": day.isoformat(), "has_holes": has_holes(person)}
    return render(page(template, language="fr", size=_SIZE, **facts), *style(_SIZE, "staff_sheets.css"))
