"""From the journal to the sheet of what happened since her last visit."""

from datetime import datetime
from itertools import zip_longest

from dossier.access import SinceWay, since_last_visit
from dossier.base import Settings
from dossier.policy import Acting
from dossier.store import Unit
from portal.ui import as_written
from printouts import SinceSheet

from .words import beginning_of, lines_of

_HISTORY = "historique"


def since_sheet(
    unit: Unit, acting: Acting, now: datetime, way: SinceWay, settings: Settings, *, visit_at: datetime | None = None
) -> SinceSheet:
    """Journal that what happened is told, and gather its sheet: the newest of each topic first, then the others.

    `visit_at` as in `since_last_visit`. Raises `NotPermitted`.
    """
    since = since_last_visit(unit, acting, now, way, visit_at=visit_at)
    rounds = zip_longest(*lines_of(since).values())
    return SinceSheet(
        person=" ".join(as_written(name) for name in (since.person.first_names[0], since.person.name)),
        beginning=beginning_of(since),
        lines=tuple(line for one in rounds for line in one if line is not None),
        printed_at=now,
        history=f"{settings.portal_url.partition('://')[2].rstrip('/')}/{_HISTORY}",
        phone=settings.help_phone,
        hours=settings.help_hours,
    )
