"""What closing, erasing and opening again do: said before anything is asked."""

from datetime import timedelta

from dossier.base import to_text
from dossier.documents import count_documents
from dossier.lifecycle import Case, Receipt, State, Way, case_of, reopen, state_of
from dossier.policy import Role
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, Work, day_of

from .pages import ClosePage, ErasePage, ErasureAskedPage, ErasureNotYoursPage, ReopenPage

room = Room("closure")
HOME = SeeOther("/mon-dossier")
"""Where the reader is told in what state the record is."""
OPEN = (State.OPENED, State.ACTIVATED)


@room.page("/fermer", guard=Guard.SIGNED_IN)
def close_page(ask: Ask) -> Answer:
    """Say what closing does and what is lost."""
    if state_of(ask.unit, ask.acting.patient_id) not in OPEN:
        return HOME
    return Shown("closure/close.html", ClosePage(count_documents(ask.unit, ask.acting)))


@room.page("/effacer", guard=Guard.SIGNED_IN)
def erase_page(ask: Ask) -> Answer:
    """Say what erasing does; who represents somebody is told who may ask for it."""
    if ask.acting.role is not Role.PATIENT:
        return Shown("closure/erasure_not_yours.html", ErasureNotYoursPage())
    case = case_of(ask.unit, ask.acting.patient_id)
    if case is None or case.state not in (*OPEN, State.CLOSED):
        return HOME
    if case.erasure_asked_at is not None:
        return Shown("closure/erasure_asked.html", _asked(case))
    documents = count_documents(ask.unit, ask.acting)
    return Shown("closure/erase.html", ErasePage(documents, closed=case.state is State.CLOSED))


@room.page("/rouvrir", guard=Guard.SIGNED_IN)
def reopen_page(ask: Ask) -> Answer:
    """Say what opening again does."""
    case = case_of(ask.unit, ask.acting.patient_id)
    if case is None or case.state is not State.CLOSED:
        return HOME
    return Shown("closure/reopen.html", ReopenPage(erasure_asked=case.erasure_asked_at is not None))


@room.page("/rouvrir", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def take_reopening(ask: Ask) -> Answer:
    """Open the record again; sent twice, the same receipt."""
    if state_of(ask.unit, ask.acting.patient_id) not in (*OPEN, State.CLOSED):
        return HOME
    return receipt_page(reopen(ask.unit, ask.acting, Way.SIGNED_IN, ask.now))


def receipt_page(receipt: Receipt) -> SeeOther:
    """Return the way to the receipt of an act just done in this record."""
    return SeeOther(f"/recepisses/{to_text(receipt.act_id)}")


def _asked(case: Case) -> ErasureAskedPage:
    asked_at = case.erasure_asked_at or case.since_at
    last_on = day_of(case.due_at or asked_at) - timedelta(days=1)  # the day before the clock may act
    return ErasureAskedPage(day_of(asked_at), last_on)
