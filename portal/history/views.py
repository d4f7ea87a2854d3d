"""The access history, twenty entries a page; and what happened since her last visit at a desk."""

from dossier.access import history
from dossier.journal import Entry
from dossier.policy import Role
from portal.since import SincePages
from portal.ui import Answer, Ask, Guard, Room, Shown, Work, on_what_ground, what_happened, who_acted

from .pages import AccessLine, HistoryPage

room = Room("history")
_SINCE = SincePages("/depuis-ma-derniere-visite", back="/mon-dossier", history="/historique")


@room.page("/historique", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def everybody(ask: Ask) -> Answer:
    """Show who has been in the record, the reader's own readings included."""
    return _show(ask, "/historique", of_others=False)


@room.page("/historique/autres", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def others(ask: Ask) -> Answer:
    """Show who has been in the record, but for the patient herself."""
    return _show(ask, "/historique/autres", of_others=True)


@room.page(_SINCE.path, guard=Guard.SIGNED_IN, work=Work.WRITES, menu="history")
def since(ask: Ask) -> Answer:
    """Show what happened since her last visit at a desk; for herself alone."""
    return _SINCE.show(ask)


@room.page(_SINCE.paper, guard=Guard.SIGNED_IN, work=Work.OWN, menu="history")
def since_on_paper(ask: Ask) -> Answer:
    """Hand the same out as a PDF."""
    return _SINCE.hand_out(ask)


def _show(ask: Ask, path: str, *, of_others: bool) -> Answer:
    before = ask.request.args.get("avant", "")
    place = int(before) if _is_number(before) else None
    found = history(ask.unit, ask.acting, ask.now, place, of_others=of_others)
    own = ask.acting.role is Role.PATIENT
    lines = tuple(_line(entry, own=own) for entry in found.entries)
    older = f"{path}?avant={found.older_than}" if found.older_than else None
    return Shown("history/history.html", HistoryPage(lines, older, bool(before), of_others))


def _line(entry: Entry, *, own: bool) -> AccessLine:
    who, ground = who_acted(entry, for_patient=own), on_what_ground(entry, for_patient=own)
    return AccessLine(entry.at, who, what_happened(entry), ground)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
