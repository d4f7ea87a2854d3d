"""Signing in, first half: identifier and password. The same words whether or not the person is known."""

from typing import Literal

from dossier.base import SUBSTANTIAL
from dossier.identity import (
    Caller,
    HashingBusy,
    TooManyTries,
    begin_sign_in,
    canonical_password,
    identifier_typed,
    is_at_desk,
    note_password,
    password_facts,
    password_is_right,
)
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, SignedIn, Work, device_of, wait_of

from .forms import PasswordForm, identifier_typed_in
from .pages import BusyPage, HomePage, IdentifierPage, PasswordPage, TooManyTriesPage

room = Room("sign_in")


@room.page("/", guard=Guard.PUBLIC)
def home(ask: Ask) -> Answer:
    """Say what this place is and where to begin."""
    return SeeOther("/mon-dossier") if ask.session else Shown("sign_in/home.html", HomePage())


@room.page("/connexion", guard=Guard.PUBLIC)
def ask_identifier(ask: Ask) -> Answer:
    """Ask for the identifier."""
    return SeeOther("/mon-dossier") if ask.session else _identifier_page(ask)


@room.page("/connexion", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_identifier(ask: Ask) -> Answer:
    """Note the identifier; known or not, the next page is the same."""
    identifier = identifier_typed_in(ask)
    if not identifier:
        return _identifier_page(ask, "missing", 422)
    begin_sign_in(ask.unit, ask.visit, identifier, ask.now)
    return SeeOther("/connexion/mot-de-passe")


@room.page("/connexion/mot-de-passe", guard=Guard.PUBLIC, even=True)
def ask_password(ask: Ask) -> Answer:
    """Ask for the password; where the code comes first, lead there."""
    return _password_page(PasswordPage(identifier_typed(ask.unit, ask.visit, caller_of(ask), ask.now)))


@room.page("/connexion/mot-de-passe", "POST", guard=Guard.PUBLIC, work=Work.OWN, even=True)
def take_password(ask: Ask) -> Answer:
    """Check the password. The slow hashing happens between two short transactions, never inside one."""
    form = PasswordForm.read(ask)
    try:
        return _check_password(ask, form)
    except HashingBusy as busy:
        return Shown("sign_in/busy.html", BusyPage("/connexion/mot-de-passe"), 503, wait_of(busy))
    except TooManyTries as too_many:
        return too_many_tries(too_many, code_first=True)


def _check_password(ask: Ask, form: PasswordForm) -> Answer:
    with ask.store.reading() as unit:
        facts = password_facts(unit, ask.visit, caller_of(ask), ask.now)
    if form.action in ("afficher", "cacher"):
        shown = form.action == "afficher"
        return _password_page(PasswordPage(facts.identifier, form.password, shown=shown))
    if not form.password:
        return _password_page(PasswordPage(facts.identifier, error="missing"), 422)
    right = password_is_right(ask.store.holder, facts.password_hash, canonical_password(form.password))
    with ask.store.writing() as unit:
        channels = ask.settings.code_channels
        opened = note_password(unit, ask.visit, facts, right=right, channels=channels, now=ask.now)
    if not right:
        return _password_page(PasswordPage(facts.identifier, error="wrong"), 422)
    return SignedIn(opened.token, opened.at_home, "/mon-dossier") if opened else SeeOther("/connexion/code")


def caller_of(ask: Ask) -> Caller:
    """Return where this request comes from, for the waits of the account."""
    return Caller(ask.network, device_of(ask.request, secure=ask.settings.secure))


def too_many_tries(refused: TooManyTries, *, code_first: bool = False) -> Answer:
    """Return the page that asks for a pause."""
    wait = wait_of(refused)
    return Shown("sign_in/too_many_tries.html", TooManyTriesPage(-(-wait // 60), code_first), 429, wait)


def _identifier_page(ask: Ask, error: Literal["missing"] | None = None, status: int = 200) -> Answer:
    at_desk = is_at_desk(ask.unit, ask.visit)
    providers = tuple(one.name for one in ask.settings.identity_providers if one.level >= SUBSTANTIAL or not at_desk)
    page = IdentifierPage(error=error, providers=providers, at_desk=at_desk)
    return Shown("sign_in/identifier.html", page, status)


def _password_page(page: PasswordPage, status: int = 200) -> Answer:
    return Shown("sign_in/password.html", page, status)
