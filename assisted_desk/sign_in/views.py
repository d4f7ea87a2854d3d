"""Signing in at a desk: identifier and password, then the app's code or a security key."""

from assisted_desk.ui import DeskAsk, DeskGuard, ProofMistake, proof_given
from dossier.identity import (
    canonical_password,
    end_desk,
    note_staff_password,
    pass_staff_proof,
    password_is_right,
    staff_key_question,
    staff_password_facts,
)
from portal.ui import Answer, Room, SeeOther, Shown, SignedIn, Work

from .pages import CodePage, SignInPage

room = Room("sign_in")
_LONGEST = 200


@room.page("/connexion", guard=DeskGuard.PUBLIC)
def ask_password(ask: DeskAsk) -> Answer:
    """Ask for identifier and password; another person may do so at a locked desk too."""
    if ask.session is not None and not ask.is_locked:
        return SeeOther("/")
    return Shown("sign_in/sign_in.html", SignInPage(begun_before=ask.asked("debut") == "1"))


@room.page("/connexion", "POST", guard=DeskGuard.PUBLIC, work=Work.OWN, even=True)
def take_password(ask: DeskAsk) -> Answer:
    """Check both. The slow hashing happens between two short transactions, never inside one."""
    identifier = ask.written("identifier")
    password = ask.request.form.get("password", "")[:_LONGEST]
    if not identifier:
        return Shown("sign_in/sign_in.html", SignInPage(error="missing-identifier"), 422)
    if not password:
        return Shown("sign_in/sign_in.html", SignInPage(identifier, "missing-password"), 422)
    with ask.store.reading() as unit:
        facts = staff_password_facts(unit, identifier, ask.network, ask.now)
    right = password_is_right(ask.store.holder, facts.password_hash, canonical_password(password))
    with ask.store.writing() as unit:
        note_staff_password(unit, ask.visit, facts, right=right, now=ask.now)
    if not right:
        return Shown("sign_in/sign_in.html", SignInPage(identifier, "wrong"), 422)
    return SeeOther("/connexion/code")


@room.page("/connexion/code", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def ask_code(ask: DeskAsk) -> Answer:
    """Ask for the app's code; or for a key, whose question is kept."""
    return _code_page(ask)


@room.page("/connexion/code", "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def take_code(ask: DeskAsk) -> Answer:
    """Open the desk, in place of one that stood locked in this browser; or say kindly what is wrong."""
    given = proof_given(ask)
    if isinstance(given, str):
        return _code_page(ask, given)
    token = pass_staff_proof(ask.unit, given, ask.now)
    if token is None:
        return _code_page(ask, "key-wrong" if given.key_answer else "wrong")
    if ask.session is not None:
        end_desk(ask.unit, ask.session, ask.now)
    return SignedIn(token, at_home=False, path="/")


def _code_page(ask: DeskAsk, error: ProofMistake | None = None) -> Answer:
    question = staff_key_question(ask.unit, ask.visit, ask.key_site, ask.now)
    return Shown("sign_in/code.html", CodePage(question, error), 422 if error else 200)
