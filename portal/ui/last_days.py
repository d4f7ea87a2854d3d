"""The last day to say no, as it is told: advise early (DOMAIN B2)."""

from datetime import date, datetime

from dossier.lifecycle import Case, local_time


def day_to_tell(case: Case, now: datetime) -> date | None:
    """Return the day to tell: none when it isn't known, nor when it is past while a no is still taken."""
    today = now.astimezone(local_time(case.zone)).date()
    return case.displayed_on if case.displayed_on and case.displayed_on >= today else None
