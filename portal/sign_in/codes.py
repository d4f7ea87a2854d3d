"""Signing in, second half: the code, by whichever means she has; before the password when too many tries came."""

from dossier.identity import (
    CodeSentJustNow,
    FactorKind,
    TooManyTries,
    TurnOver,
    change_means,
    code_is_asked_first,
    code_question,
    give_first_code,
    is_at_desk,
    pass_code,
    renew_expired_code,
    send_again,
    send_first_code,
)
from portal.ui import SLUGS, Answer, Ask, Guard, SeeOther, Shown, SignedIn, Work, as_written, digits_of, page_of

from .forms import CodeForm
from .pages import CodeError, CodePage, FirstCodePage, NoMeansPage
from .views import caller_of, room, too_many_tries


@room.page("/connexion/code", guard=Guard.PUBLIC, even=True)
def ask_code(ask: Ask) -> Answer:
    """Ask for a line of the card, a code that was sent, or one of her application."""
    return _first_code_page(ask) if _is_first(ask) else _code_page(ask)


@room.page("/connexion/code", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def take_code(ask: Ask) -> Answer:
    """Open the session, or say kindly what is wrong; or send another code, or change to other means."""
    form = CodeForm.read(ask)
    try:
        return _take_first(ask, form) if _is_first(ask) else _take(ask, form)
    except TooManyTries as too_many:
        return too_many_tries(too_many)
    except TurnOver as over:  # answered, so that what was done is kept: the code is used up, and opened nothing
        return page_of(over)


def _take(ask: Ask, form: CodeForm) -> Answer:
    if form.action:
        return _send_or_change(ask, form)
    if not form.code:
        return _code_page(ask, error="missing", own_computer=form.own_computer)
    opened = pass_code(ask.unit, ask.visit, form.code, caller_of(ask), at_home=form.own_computer, now=ask.now)
    if opened is None:
        return _code_page(ask, error=_what_is_wrong(ask, form.code), own_computer=form.own_computer)
    return SignedIn(opened.token, opened.at_home, "/mon-dossier", opened.device)


def _send_or_change(ask: Ask, form: CodeForm) -> Answer:
    try:
        if form.action == "renvoyer":
            sent = send_again(ask.unit, ask.visit, ask.now)
        else:
            sent = change_means(ask.unit, ask.visit, SLUGS[form.action], ask.now)
    except CodeSentJustNow:
        sent = False
    return _code_page(ask, sent_again=sent, own_computer=form.own_computer)


def _take_first(ask: Ask, form: CodeForm) -> Answer:
    ways = _ways(ask)
    if form.action in ways:
        channel = next(channel for channel in ask.settings.code_channels if channel == SLUGS[form.action])
        send_first_code(ask.unit, ask.visit, channel, caller_of(ask), ask.now)
        return Shown("sign_in/first_code.html", FirstCodePage(ways, sent=True))
    if not form.code:
        return Shown("sign_in/first_code.html", FirstCodePage(ways, error="missing"), 422)
    if not give_first_code(ask.unit, ask.visit, form.code, caller_of(ask), ask.now):
        return Shown("sign_in/first_code.html", FirstCodePage(ways, error="wrong"), 422)
    return SeeOther("/connexion/mot-de-passe")


def _is_first(ask: Ask) -> bool:
    return code_is_asked_first(ask.unit, ask.visit, caller_of(ask), ask.now)


def _ways(ask: Ask) -> tuple[str, ...]:
    return tuple(slug for slug, kind in SLUGS.items() if kind in ask.settings.code_channels)


def _first_code_page(ask: Ask) -> Answer:
    return Shown("sign_in/first_code.html", FirstCodePage(_ways(ask)))


def _what_is_wrong(ask: Ask, typed: str) -> CodeError:
    if renew_expired_code(ask.unit, ask.visit, typed, ask.now):
        return "expired"
    asked = code_question(ask.unit, ask.visit, ask.now)
    signs = sum(sign.isalnum() for sign in typed)
    return "incomplete" if asked.means and signs < digits_of(asked.means) else "wrong"


def _code_page(
    ask: Ask, *, error: CodeError | None = None, sent_again: bool = False, own_computer: bool = False
) -> Answer:
    asked = code_question(ask.unit, ask.visit, ask.now)
    if not asked.means:
        return Shown("sign_in/no_means.html", NoMeansPage())
    at_desk = is_at_desk(ask.unit, ask.visit)
    page = CodePage(
        means=asked.means,
        digits=digits_of(asked.means),
        card_number=asked.line or 0,
        hint=as_written(asked.hint),
        others=tuple(one for one in asked.others if not (at_desk and one is FactorKind.LETTER)),
        own_computer=own_computer,
        sent_again=sent_again,
        at_desk=at_desk,
        error=error,
    )
    return Shown("sign_in/code.html", page, 422 if error else 200)
