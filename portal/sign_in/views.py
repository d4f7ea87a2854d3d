"""Signing in: identifier, password, one-time code. The same words whether or not the person is known."""

from dossier.identity import (
    CodeSentJustNow,
    HashingBusy,
    TooManyTries,
    begin_sign_in,
    canonical_password,
    change_means,
    code_question,
    identifier_typed,
    note_password,
    pass_code,
    password_facts,
    password_is_right,
    renew_expired_code,
)
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, SignedIn, Work, wait_of

from .forms import CodeForm, PasswordForm, identifier_typed_in
from .pages import (
    BusyPage,
    CodeError,
    CodePage,
    HomePage,
    IdentifierPage,
    NoMeansPage,
    PasswordPage,
    TooManyTriesPage,
)

room = Room("sign_in")
CARD_SIGNS, SMS_SIGNS = 8, 6


@room.page("/", guard=Guard.PUBLIC)
def home(ask: Ask) -> Answer:
    """Say what this place is and where to begin."""
    return SeeOther("/mon-dossier") if ask.session else Shown("sign_in/home.html", HomePage())


@room.page("/connexion", guard=Guard.PUBLIC)
def ask_identifier(ask: Ask) -> Answer:
    """Ask for the identifier."""
    return SeeOther("/mon-dossier") if ask.session else Shown("sign_in/identifier.html", IdentifierPage())


@room.page("/connexion", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_identifier(ask: Ask) -> Answer:
    """Note the identifier; known or not, the next page is the same."""
    identifier = identifier_typed_in(ask)
    if not identifier:
        return Shown("sign_in/identifier.html", IdentifierPage(error="missing"), 422)
    begin_sign_in(ask.unit, ask.visit, identifier, ask.now)
    return SeeOther("/connexion/mot-de-passe")


@room.page("/connexion/mot-de-passe", guard=Guard.PUBLIC)
def ask_password(ask: Ask) -> Answer:
    """Ask for the password."""
    return _password_page(PasswordPage(identifier_typed(ask.unit, ask.visit, ask.now)))


@room.page("/connexion/mot-de-passe", "POST", guard=Guard.PUBLIC, work=Work.OWN)
def take_password(ask: Ask) -> Answer:
    """Check the password. The slow hashing happens between two short transactions, never inside one."""
    form = PasswordForm.read(ask)
    try:
        return _check_password(ask, form)
    except HashingBusy as busy:
        return Shown("sign_in/busy.html", BusyPage("/connexion/mot-de-passe"), 503, wait_of(busy))
    except TooManyTries as too_many:
        return _too_many_tries(too_many)


def _check_password(ask: Ask, form: PasswordForm) -> Answer:
    with ask.store.reading() as unit:
        facts = password_facts(unit, ask.visit, ask.network, ask.now)
    if form.action in ("afficher", "cacher"):
        shown = form.action == "afficher"
        return _password_page(PasswordPage(facts.identifier, form.password, shown=shown))
    if not form.password:
        return _password_page(PasswordPage(facts.identifier, error="missing"), 422)
    right = password_is_right(ask.store.holder, facts.password_hash, canonical_password(form.password))
    with ask.store.writing() as unit:
        note_password(unit, ask.visit, facts, right=right, sms=ask.settings.demo, now=ask.now)
    if not right:
        return _password_page(PasswordPage(facts.identifier, error="wrong"), 422)
    return SeeOther("/connexion/code")


@room.page("/connexion/code", guard=Guard.PUBLIC)
def ask_code(ask: Ask) -> Answer:
    """Ask for a line of the card, or for the code sent by SMS."""
    return _code_page(ask)


@room.page("/connexion/code", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def take_code(ask: Ask) -> Answer:
    """Open the session, or say kindly what is wrong; or send another code, or change to the other means."""
    form = CodeForm.read(ask)
    if form.action in ("renvoyer", "changer"):
        return _send_or_change(ask, form)
    if not form.code:
        return _code_page(ask, error="missing", own_computer=form.own_computer)
    try:
        opened = pass_code(ask.unit, ask.visit, form.code, ask.network, at_home=form.own_computer, now=ask.now)
    except TooManyTries as too_many:
        return _too_many_tries(too_many)
    if opened is None:
        return _code_page(ask, error=_what_is_wrong(ask, form.code), own_computer=form.own_computer)
    return SignedIn(opened.token, opened.at_home, "/mon-dossier")


def _send_or_change(ask: Ask, form: CodeForm) -> Answer:
    asked = code_question(ask.unit, ask.visit, ask.now)
    means = asked.other_means if form.action == "changer" else asked.means
    if means:
        try:
            change_means(ask.unit, ask.visit, means, ask.now)
        except CodeSentJustNow:
            return _code_page(ask, own_computer=form.own_computer)
    return _code_page(ask, sent_again=means == "sms", own_computer=form.own_computer, status=200)


def _too_many_tries(refused: TooManyTries) -> Answer:
    wait = wait_of(refused)
    return Shown("sign_in/too_many_tries.html", TooManyTriesPage(-(-wait // 60)), 429, wait)


def _what_is_wrong(ask: Ask, typed: str) -> CodeError:
    if renew_expired_code(ask.unit, ask.visit, typed, ask.now):
        return "expired"
    signs = sum(sign.isalnum() for sign in typed)
    asked = code_question(ask.unit, ask.visit, ask.now)
    return "incomplete" if signs < (CARD_SIGNS if asked.means == "card" else SMS_SIGNS) else "wrong"


def _code_page(
    ask: Ask,
    *,
    error: CodeError | None = None,
    sent_again: bool = False,
    own_computer: bool = False,
    status: int = 422,
) -> Answer:
    asked = code_question(ask.unit, ask.visit, ask.now)
    if not asked.means:
        return Shown("sign_in/no_means.html", NoMeansPage())
    page = CodePage(
        means=asked.means,
        card_number=asked.line or 0,
        phone_end=asked.phone_end,
        other_means=asked.other_means or None,
        own_computer=own_computer,
        sent_again=sent_again,
        error=error,
    )
    return Shown("sign_in/code.html", page, status if error else 200)


def _password_page(page: PasswordPage, status: int = 200) -> Answer:
    return Shown("sign_in/password.html", page, status)
