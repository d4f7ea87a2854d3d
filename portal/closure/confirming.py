"""Two steps before a record is closed or erased: the password once more, then the last question."""

from dossier.identity import (
    HashingBusy,
    TooManyTries,
    canonical_password,
    note_password_again,
    password_again_facts,
    password_is_right,
    password_was_given_again,
    use_password_again,
)
from dossier.lifecycle import State, Way, ask_erasure, case_of, close
from dossier.policy import NotPermitted, Role
from dossier.store import Unit
from portal.ui import Answer, Ask, Guard, SeeOther, Shown, Work, wait_of

from .pages import Act, ConfirmPage, PasswordAgainPage, WaitPage
from .views import HOME, OPEN, receipt_page, room

_BEGIN: dict[Act, str] = {"closure": "/fermer", "erasure": "/effacer"}
_LONGEST = 200


@room.page("/fermer/mot-de-passe", guard=Guard.SIGNED_IN)
def ask_password_to_close(ask: Ask) -> Answer:
    """Ask for the password before closing."""
    return _ask_password(ask, "closure")


@room.page("/fermer/mot-de-passe", "POST", guard=Guard.SIGNED_IN, work=Work.OWN)
def take_password_to_close(ask: Ask) -> Answer:
    """Check the password before closing."""
    return _take_password(ask, "closure")


@room.page("/fermer/verifier", guard=Guard.SIGNED_IN)
def confirm_closure(ask: Ask) -> Answer:
    """Ask the last question before closing."""
    return _confirm(ask, "closure")


@room.page("/fermer/verifier", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def take_closure(ask: Ask) -> Answer:
    """Close; sent twice, the same receipt."""
    return _act(ask, "closure")


@room.page("/effacer/mot-de-passe", guard=Guard.SIGNED_IN)
def ask_password_to_erase(ask: Ask) -> Answer:
    """Ask for the password before erasing."""
    return _ask_password(ask, "erasure")


@room.page("/effacer/mot-de-passe", "POST", guard=Guard.SIGNED_IN, work=Work.OWN)
def take_password_to_erase(ask: Ask) -> Answer:
    """Check the password before erasing."""
    return _take_password(ask, "erasure")


@room.page("/effacer/verifier", guard=Guard.SIGNED_IN)
def confirm_erasure(ask: Ask) -> Answer:
    """Ask the last question before erasing."""
    return _confirm(ask, "erasure")


@room.page("/effacer/verifier", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES)
def take_erasure(ask: Ask) -> Answer:
    """Ask for the erasure; sent twice, the same receipt."""
    return _act(ask, "erasure")


def _ask_password(ask: Ask, act: Act) -> Answer:
    if not _is_possible(ask, ask.unit, act):
        return HOME
    return Shown("closure/password.html", PasswordAgainPage(act))


def _take_password(ask: Ask, act: Act) -> Answer:
    """Check the password. The slow hashing happens between two short transactions, never inside one."""
    try:
        return _checked_password(ask, act)
    except HashingBusy as busy:
        return Shown("closure/password.html", PasswordAgainPage(act, busy=True), 503, wait_of(busy))
    except TooManyTries as refused:
        wait = wait_of(refused)
        return Shown("closure/wait.html", WaitPage(act, -(-wait // 60)), 429, wait)


def _checked_password(ask: Ask, act: Act) -> Answer:
    typed = ask.request.form.get("password", "")[:_LONGEST]
    with ask.store.reading() as unit:
        if not _is_possible(ask, unit, act):
            return HOME
        facts = password_again_facts(unit, ask.signed, ask.network, ask.now)
    if pressed := ask.pressed("afficher", "cacher"):
        return Shown("closure/password.html", PasswordAgainPage(act, typed, shown=pressed == "afficher"))
    if not typed:
        return Shown("closure/password.html", PasswordAgainPage(act, error="missing"), 422)
    right = password_is_right(ask.store.holder, facts.password_hash, canonical_password(typed))
    with ask.store.writing() as unit:
        note_password_again(unit, ask.signed, ask.visit, act, facts, right=right, now=ask.now)
    if not right:
        return Shown("closure/password.html", PasswordAgainPage(act, error="wrong"), 422)
    return SeeOther(f"{_BEGIN[act]}/verifier")


def _confirm(ask: Ask, act: Act) -> Answer:
    if not _is_possible(ask, ask.unit, act):
        return HOME
    if not password_was_given_again(ask.unit, ask.signed, ask.visit, act, ask.now):
        return SeeOther(f"{_BEGIN[act]}/mot-de-passe")
    return Shown("closure/confirm.html", ConfirmPage(act))


def _act(ask: Ask, act: Act) -> Answer:
    """Do it, once the password was given again; what is done already needs none: its receipt comes back."""
    if _is_possible(ask, ask.unit, act) and not use_password_again(ask.unit, ask.signed, ask.visit, act, ask.now):
        return SeeOther(f"{_BEGIN[act]}/mot-de-passe")
    do = close if act == "closure" else ask_erasure
    return receipt_page(do(ask.unit, ask.acting, Way.SIGNED_IN, ask.now))


def _is_possible(ask: Ask, unit: Unit, act: Act) -> bool:
    """Tell whether there is something to close, or to erase that wasn't asked for yet. Raises `NotPermitted`."""
    if act == "erasure" and ask.acting.role is not Role.PATIENT:
        raise NotPermitted(action=act, role=ask.acting.role)
    case = case_of(unit, ask.acting.patient_id)
    if case is None:
        return False
    if act == "closure":
        return case.state in OPEN
    return case.state in (*OPEN, State.CLOSED) and case.erasure_asked_at is None
