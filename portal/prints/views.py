"""Choosing a size of print, and getting the summary as a PDF, open or under a code."""

from dossier.lifecycle import State, state_of
from portal.summary import Prints
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Work

room = Room("prints")
_PATH = "/imprimer"
_PRINTS = Prints(_PATH, back="/mon-dossier")


@room.page(_PATH, guard=Guard.SIGNED_IN, menu="prints")
def choose(ask: Ask) -> Answer:
    """Ask for the size of the letters; where the record can't be read, its first page says why."""
    if state_of(ask.unit, ask.acting.patient_id) is not State.ACTIVATED:
        return SeeOther("/mon-dossier")
    return _PRINTS.choose(ask)


@room.page(_PATH, "POST", guard=Guard.SIGNED_IN, work=Work.OWN, menu="prints")
def print_summary(ask: Ask) -> Answer:
    """Hand out the summary, or show the code that will seal it."""
    return _PRINTS.take(ask)


@room.page(f"{_PATH}/fichier", "POST", guard=Guard.SIGNED_IN, work=Work.OWN, menu="prints")
def take_sealed_file(ask: Ask) -> Answer:
    """Hand out the summary as a file under the code that the page before showed."""
    return _PRINTS.take_sealed(ask)
