"""Papers of the staff: an invitation, rescue codes. The desk has them made here."""

from datetime import date, datetime

from dossier.base import Settings
from printouts import InvitationSheet, RescueSheet, render_invitation, render_rescue_codes

from .answers import File
from .words import day_of


def invitation_file(name: str, identifier: str, code: str, until: date, place: str, settings: Settings) -> File:
    """Return an invitation as a PDF; `code` in groups, `place` her site or her team. Slow: 0.3 s."""
    sheet = InvitationSheet(
        person=name,
        place=place,
        identifier=identifier,
        code=code,
        until=until,
        address=f"{settings.desk_url}/premiere-fois".split("://")[-1],
    )
    return File(render_invitation(sheet), "application/pdf", "invitation.pdf", shown=True)


def rescue_codes_file(name: str, codes: tuple[str, ...], now: datetime) -> File:
    """Return somebody's rescue codes as a PDF. Slow: 0.3 s."""
    sheet = RescueSheet(name, codes, day_of(now))
    return File(render_rescue_codes(sheet), "application/pdf", "codes-de-secours.pdf", shown=True)
