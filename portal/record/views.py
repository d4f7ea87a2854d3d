"""The record's home; a kind page for each state in which it can't be read; the choice between records."""

from contextlib import suppress
from typing import Literal

from dossier.base import from_text, to_text
from dossier.documents import count_documents, list_documents
from dossier.identity import (
    LIMITS,
    first_name_of,
    lines_left,
    open_record,
    person_of,
    records_represented_by,
    what_was_typed,
)
from dossier.lifecycle import State, StateRefused, case_of, erased_at_the_latest, receipts_of, state_of, take_up
from dossier.policy import NotPermitted
from portal.ui import (
    Answer,
    Ask,
    Guard,
    Room,
    SeeOther,
    Shown,
    Work,
    as_written,
    day_of,
    day_to_tell,
    greeting,
    lines_of,
    receipt_lines,
)

from .pages import ChooseRecordPage, RecordChoice, RecordHomePage, RecordStatePage

room = Room("record")
_LATEST = 3
_STATES: dict[State, Literal["announced", "not-activated", "opted-out", "closed"]] = {
    State.ANNOUNCED: "announced",
    State.OPENED: "not-activated",
    State.OPPOSED: "opted-out",
    State.CLOSED: "closed",
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
    if state_of(ask.unit, ask.acting.patient_id) is not State.ACTIVATED:
        return Shown("record/state.html", _state_page(ask, person, several_records=several))
    latest = list_documents(ask.unit, ask.acting, ask.signed.witness, limit=_LATEST)
    number = count_documents(ask.unit, ask.acting)
    page = RecordHomePage(person, lines_of(latest.documents), number, several, _card_that_runs_out(ask))
    return Shown("record/home.html", page)


def _card_that_runs_out(ask: Ask) -> int:
    """Return how many codes are left on a card that wants a new one, in her own record; else 0."""
    if ask.signed.record_id != ask.signed.patient_id:
        return 0
    left = lines_left(ask.unit, ask.signed.patient_id)
    return left if left <= LIMITS.card_runs_out else 0


def _state_page(ask: Ask, person: str, *, several_records: bool) -> RecordStatePage:
    case = case_of(ask.unit, ask.acting.patient_id)
    if case is None:
        return RecordStatePage("opted-out", person, several_records=several_records)
    since = day_of(case.since_at)
    newest = next(iter(receipts_of(ask.unit, case.patient_id)), None)
    return RecordStatePage(
        state=_STATES[case.state],
        person=person,
        since=case.sent_on or since if case.state is State.ANNOUNCED else since,
        several_records=several_records,
        last_day=day_to_tell(case, ask.now),
        stopped=case.blocked_at is not None,
        erased_on=day_of(erased_at_the_latest(case.erasure_asked_at)) if case.erasure_asked_at else None,
        request=receipt_lines(newest) if newest else None,
    )


@room.page("/mon-dossier/activer", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def activate(ask: Ask) -> Answer:
    """Activate the open record of a reader who is signed in already, or of a person she represents."""
    with suppress(StateRefused):
        take_up(ask.unit, ask.acting, ask.now)
    return SeeOther("/mon-dossier")


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
