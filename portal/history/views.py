"""The access history, twenty entries a page."""

from dossier.access import history
from dossier.policy import Role
from portal.ui import Answer, Ask, Guard, Room, Shown, Work

from .pages import AccessLine, HistoryPage
from .words import ground, what, who

room = Room("history")


@room.page("/historique", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def read(ask: Ask) -> Answer:
    """Show who has been in the record, the reader's own readings included."""
    before = ask.request.args.get("avant", "")
    found = history(ask.unit, ask.acting, ask.now, int(before) if _is_number(before) else None)
    own = ask.acting.role is Role.PATIENT
    lines = tuple(
        AccessLine(entry.at, who(entry, for_patient=own), what(entry), ground(entry)) for entry in found.entries
    )
    older = f"/historique?avant={found.older_than}" if found.older_than else None
    return Shown("history/history.html", HistoryPage(lines, older, continued=bool(before)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
