"""Alarms, as a supervisor reads them: what is odd, with whom, and what to check. They tell and never block."""

import re
from zoneinfo import ZoneInfo

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import SiteUnknown, colleagues_of, site_named, staff_named
from dossier.lifecycle import PARIS, ZoneUnknown, local_time, zone_of_postal_code
from dossier.mandates import alarms_of_site
from dossier.recovery import NOBODY, alarms, contacts_shared_by
from portal.ui import Answer, Room, Shown

from .pages import SHARED_BY_ONE, Alarming, AlarmLine, AlarmsPage

room = Room("supervisor")
_Sign = tuple[Alarming, bytes | None, int]
_POSTAL_CODE = re.compile(r"\b\d{5}\b")


@room.page("/alarmes", guard=DeskGuard.SUPERVISOR, menu="alarms")
def show_alarms(ask: DeskAsk) -> Answer:
    """List the alarms of the last seven days: of her own site; without one, of the call center."""
    found = _of_site(ask) if ask.staff.site else _of_calls(ask)
    return Shown("supervisor/alarms.html", AlarmsPage(_lines(ask, found), ask.now, ask.staff.site))


def _of_calls(ask: DeskAsk) -> list[_Sign]:
    return [(one.kind, one.staff_id, one.count) for one in alarms(ask.unit, ask.acting_for(NOBODY), ask.now)]


def _of_site(ask: DeskAsk) -> list[_Sign]:
    signs: list[_Sign] = [
        (one.kind, one.staff_id, one.count) for one in alarms_of_site(ask.unit, ask.staff, _clock(ask), ask.now)
    ]
    hers = {one.staff_id for one in colleagues_of(ask.unit, ask.staff)}
    shared = contacts_shared_by(ask.unit, ask.acting_for(NOBODY), hers, ask.now)
    return [*signs, *((SHARED_BY_ONE, staff_id, count) for staff_id, count in shared.items())]


def _clock(ask: DeskAsk) -> ZoneInfo:
    """Return the local time of her site, by the postal code of its address; that of Paris when it has none."""
    try:
        found = _POSTAL_CODE.search(site_named(ask.unit, ask.staff.site).address)
        return local_time(zone_of_postal_code(found[0])) if found else PARIS
    except (SiteUnknown, ZoneUnknown):
        return PARIS


def _lines(ask: DeskAsk, found: list[_Sign]) -> tuple[AlarmLine, ...]:
    names = staff_named(ask.unit, {staff_id for _, staff_id, _ in found if staff_id})
    lines = []
    for kind, staff_id, count in found:
        name = names.get(staff_id or b"")
        who, team = (f"{name.first_name} {name.name}", name.team) if name else ("", "")
        lines.append(AlarmLine(kind, who, team, count))
    return tuple(lines)
