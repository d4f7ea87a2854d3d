"""The record's home; a kind page for each state in which it can't be read; the choice between records."""

from typing import Literal

from dossier.base import from_text, to_text
from dossier.documents import count_documents, list_documents
from dossier.identity import first_name_of, open_record, person_of, records_represented_by, what_was_typed
from dossier.lifecycle import State, state_of, state_since
from dossier.policy import NotPermitted
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, Work, as_written, day_of, greeting, lines_of

from .pages import ChooseRecordPage, RecordChoice, RecordHomePage, RecordStatePage

room = Room("record")
_LATEST = 3
_STATES: dict[State | None, Literal["announced", "not-activated", "opted-out", "closed"]] = {
    State.ANNOUNCED: "announced",
    State.OPENED: "not-activated",
    State.OPPOSED: "opted-out",
    State.CLOSED: "closed",
    None: "opted-out",
}
_RELATIONS: dict[str, Literal["child", "represented"]] = {
    "parent": "child",
    "measure_with_representation": "represented",
}


@room.page("/mon-dossier", guard=Guard.SIGNED_IN, menu="record")
def home(ask: Ask) -> Answer:
    """Greet the reader and show the ways on; first of all, what she had typed before her session ended."""
    if what_was_typed(ask.unit, ask.signed, ask.now) is not None:
        return SeeOther("/reprendre")
    person = greeting(person_of(ask.unit, ask.acting.patient_id, ask.signed.witness))
    several = bool(records_represented_by(ask.unit, ask.signed.patient_id))
    state = state_of(ask.unit, ask.acting.patient_id)
    if state is not State.ACTIVATED:
        since = state_since(ask.unit, ask.acting.patient_id)
        day = None if since is None else day_of(since)
        return Shown("record/state.html", RecordStatePage(_STATES[state], person, day, several_records=several))
    latest = list_documents(ask.unit, ask.acting, ask.signed.witness, limit=_LATEST)
    page = RecordHomePage(person, lines_of(latest.documents), count_documents(ask.unit, ask.acting), several)
    return Shown("record/home.html", page)


@room.page("/dossiers", guard=Guard.SESSION)
def choose(ask: Ask) -> Answer:
    """Show whose records this reader may open."""
    own = RecordChoice(to_text(ask.signed.patient_id), "", "self")
    others = [
        RecordChoice(to_text(other.patient_id), as_written(first_name_of(ask.unit, other)), _RELATIONS[other.basis])
        for other in records_represented_by(ask.unit, ask.signed.patient_id)
    ]
    return Shown("record/choose.html", ChooseRecordPage((own, *others)))


@room.page("/dossiers", "POST", guard=Guard.SESSION, work=Work.WRITES)
def open_chosen(ask: Ask) -> Answer:
    """Open the chosen record in this session."""
    record_id = from_text(ask.typed("record"))
    if record_id is None:
        raise NotPermitted
    open_record(ask.unit, ask.signed, record_id, ask.now)
    return SeeOther("/mon-dossier")
