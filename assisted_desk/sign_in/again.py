"""A code once more: to open a desk that was left, or before a sensitive act."""

from assisted_desk.ui import DeskAsk, DeskGuard, ProofMistake, desk_locked, path_back, proof_given
from dossier.identity import has_turn, prove_again, question_for_key
from portal.ui import Answer, SeeOther, Shown, Work

from .pages import FreshCodePage, LockedPage
from .views import room


@room.page("/laisser-le-poste", "POST", guard=DeskGuard.STAFF, work=Work.WRITES)
def leave_desk(ask: DeskAsk) -> Answer:
    """Lock the desk at once."""
    return desk_locked(ask.unit, ask.staff, ask.visit, ask.now)


@room.page("/reprise", guard=DeskGuard.LOCKED, work=Work.WRITES)
def locked(ask: DeskAsk) -> Answer:
    """Ask for a code at a locked desk; one that nobody touched for too long is locked now."""
    if not ask.is_locked:
        return SeeOther("/")
    if ask.staff.locked_at is None:
        return desk_locked(ask.unit, ask.staff, ask.visit, ask.now)
    return _locked_page(ask)


@room.page("/reprise", "POST", guard=DeskGuard.LOCKED, work=Work.WRITES)
def unlock(ask: DeskAsk) -> Answer:
    """Open the desk again with a code or a key; the fifth wrong one ends it."""
    given = proof_given(ask)
    if isinstance(given, str):
        return _locked_page(ask, given)
    if prove_again(ask.unit, ask.staff, given, ask.now):
        return SeeOther("/")
    return _locked_page(ask, "key-wrong" if given.key_answer else "wrong")


@room.page("/code", guard=DeskGuard.STAFF, work=Work.WRITES)
def ask_fresh_code(ask: DeskAsk) -> Answer:
    """Ask for a fresh code before a sensitive act; `suite` is where it happens."""
    return _fresh_page(ask)


@room.page("/code", "POST", guard=DeskGuard.STAFF, work=Work.WRITES)
def take_fresh_code(ask: DeskAsk) -> Answer:
    """Note the code, and go on to the act."""
    given = proof_given(ask)
    if isinstance(given, str):
        return _fresh_page(ask, given)
    if prove_again(ask.unit, ask.staff, given, ask.now):
        return SeeOther(path_back(ask.asked("suite")))
    return _fresh_page(ask, "key-wrong" if given.key_answer else "wrong")


def _locked_page(ask: DeskAsk, error: ProofMistake | None = None) -> Answer:
    page = LockedPage(ask.staff.first_name, _question(ask), error, has_turn(ask.unit, ask.staff.staff_id, ask.now))
    return Shown("sign_in/locked.html", page, 422 if error else 200)


def _fresh_page(ask: DeskAsk, error: ProofMistake | None = None) -> Answer:
    target = f"/code?suite={path_back(ask.asked('suite'))}"
    return Shown("sign_in/fresh_code.html", FreshCodePage(target, _question(ask), error), 422 if error else 200)


def _question(ask: DeskAsk) -> str:
    return question_for_key(ask.unit, ask.staff.staff_id, ask.visit, ask.key_site, ask.now)
