"""From one waiting letter to its sheet, with what must be read for it: the case of a notice, a whole summary."""

from datetime import datetime

from dossier.base import Settings
from dossier.lifecycle import NOTICE, cases_of
from dossier.outbox import Message
from dossier.policy import Acting, Role
from dossier.posting import SUMMARY
from dossier.store import Store
from i18n import gettext
from portal.since import since_sheet
from portal.summary import summary_sheet
from portal.ui import day_of
from printouts import Letter, SummaryLetter

from .printing import rendered
from .sheets import Sheets

_NO_BATCH = gettext("essai")
"""What stands for the number of a letter that is in no batch."""


def gathered_summary(store: Store, sheets: Sheets, message: Message, number: str, now: datetime) -> SummaryLetter:
    """Gather a summary and what happened since her visit before, under entries that name who asked, and where."""
    told = message.parameters
    post = Acting(Role.POST, message.patient_id, actor_name=told["advisor"], site=told["site"])
    with store.writing() as unit:
        sheet = summary_sheet(unit, post, now, "letter")
        visit_at = datetime.fromisoformat(told["asked_at"])
        since = since_sheet(unit, post, now, "letter", sheets.settings, visit_at=visit_at)
    return sheets.summary(message, sheet, since, number)


def print_alone(store: Store, settings: Settings, message: Message, now: datetime) -> bytes:
    """Return one letter as a batch of this day would print it; it stays in its queue. Raises `SheetUnfit`."""
    sheets = Sheets(settings, day_of(now))
    return rendered((_sheet(store, sheets, message, now),))


def _sheet(store: Store, sheets: Sheets, message: Message, now: datetime) -> Letter:
    if message.kind == SUMMARY:
        return gathered_summary(store, sheets, message, _NO_BATCH, now)
    with store.reading() as unit:
        cases = cases_of(unit, {message.patient_id}) if message.kind == NOTICE else {}
    return sheets.sheet(message, cases.get(message.patient_id), _NO_BATCH)
