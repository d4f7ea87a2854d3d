"""Choosing a size of print, and getting the summary as a PDF."""

from dossier.lifecycle import State, state_of
from portal.ui import Answer, Ask, File, Guard, Room, SeeOther, Shown, Work
from printouts import SIZES, render_summary

from .gathering import summary_sheet
from .pages import PrintPage

room = Room("prints")


@room.page("/imprimer", guard=Guard.SIGNED_IN, menu="prints")
def choose(ask: Ask) -> Answer:
    """Ask for the size of the letters; where the record can't be read, its first page says why."""
    if state_of(ask.unit, ask.acting.patient_id) is not State.ACTIVATED:
        return SeeOther("/mon-dossier")
    return Shown("prints/print.html", PrintPage())


@room.page("/imprimer", "POST", guard=Guard.SIGNED_IN, work=Work.OWN)
def print_summary(ask: Ask) -> Answer:
    """Hand out the summary. It is gathered in one short transaction and laid out after it."""
    size = next((size for size in SIZES if str(size) == ask.typed("size")), None)
    if size is None:
        return Shown("prints/print.html", PrintPage(size=0, error="missing"), 422)
    with ask.store.writing() as unit:
        sheet = summary_sheet(unit, ask.acting, ask.now)
    return File(render_summary(sheet, size), "application/pdf", "mon-resume.pdf", shown=True)
