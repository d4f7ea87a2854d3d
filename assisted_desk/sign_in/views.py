"""Signing in at a desk: identifier and password, then the app's code or a security key."""

from dataclasses import replace

from assisted_desk.ui import DeskAsk, DeskGuard, ProofMistake, desk_opened, proof_given
from dossier.identity import (
    canonical_password,
    note_staff_password,
    pass_staff_proof,
    password_is_right,
    staff_key_question,
    staff_password_facts,
)
from portal.ui import Answer, Room, SeeOther, Shown, Work

from .pages import CodePage, SignInPage

room = Room("sign_in")
_LONGEST = 200


@room.page("/connexion", guard=DeskGuard.PUBLIC)
def ask_password(ask: DeskAsk) -> Answer:
    """Ask for identifier and password; another person may do so at a locked desk too."""
    if ask.session is not None and not ask.is_locked:
        return SeeOther("/")
    return _page(ask, SignInPage(begun_before=ask.asked("debut") == "1"))


@room.page("/connexion", "POST", guard=DeskGuard.PUBLIC, work=Work.OWN, even=True)
def take_password(ask: DeskAsk) -> Answer:
    """Check both. The slow hashing happens between two short transactions, never inside one."""
    identifier = ask.written("identifier")
    password = ask.request.form.get("password", "")[:_LONGEST]
    if not identifier:
        return _page(ask, SignInPage(error="missing-identifier"))
    if not password:
        return _page(ask, SignInPage(identifier, "missing-password"))
    with ask.store.reading() as unit:
        facts = staff_password_facts(unit, identifier, ask.network, ask.now)
    right = password_is_right(ask.store.holder, facts.password_hash, canonical_password(password))
    with ask.store.writing() as unit:
        note_staff_password(unit, ask.visit, facts, right=right, now=ask.now)
    if not right:
        return _page(ask, SignInPage(identifier, "wrong"))
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
    return desk_opened(ask.unit, ask, token)


def _page(ask: DeskAsk, page: SignInPage) -> Answer:
    shown = replace(page, proconnect=ask.settings.staff_provider is not None)
    return Shown("sign_in/sign_in.html", shown, 422 if page.error else 200)


def _code_page(ask: DeskAsk, error: ProofMistake | None = None) -> Answer:
    question = staff_key_question(ask.unit, ask.visit, ask.key_site, ask.now)
    return Shown("sign_in/code.html", CodePage(question, error), 422 if error else 200)
