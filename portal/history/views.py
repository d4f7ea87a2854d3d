"""The access history, twenty entries a page."""

from dossier.access import history
from dossier.policy import Role
from portal.ui import Answer, Ask, Guard, Room, Shown, Work

from .pages import AccessLine, HistoryPage
from .words import ground, what, who

room = Room("history")


@room.page("/historique", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def everybody(ask: Ask) -> Answer:
    """Show who has been in the record, the reader's own readings included."""
    return _show(ask, "/historique", of_others=False)


@room.page("/historique/autres", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def others(ask: Ask) -> Answer:
    """Show who has been in the record, but for the patient herself."""
    return _show(ask, "/historique/autres", of_others=True)


def _show(ask: Ask, path: str, *, of_others: bool) -> Answer:
    before = ask.request.args.get("avant", "")
    place = int(before) if _is_number(before) else None
    found = history(ask.unit, ask.acting, ask.now, place, of_others=of_others)
    own = ask.acting.role is Role.PATIENT
    lines = tuple(
        AccessLine(entry.at, who(entry, for_patient=own), what(entry), ground(entry, for_patient=own))
        for entry in found.entries
    )
    older = f"{path}?avant={found.older_than}" if found.older_than else None
    return Shown("history/history.html", HistoryPage(lines, older, bool(before), of_others))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
