"""A fresh code before a means of signing in changes: good for ten minutes, for that change alone."""

from dossier.identity import (
    CodeSentJustNow,
    FactorKind,
    TooManyTries,
    ask_proof_by,
    give_proof,
    next_line,
    proof_asked,
    renew_expired_proof,
)
from portal.ui import SLUG_OF, SLUGS, Answer, Ask, Guard, SeeOther, Shown, Work, as_written, digits_of, wait_of

from .pages import CodeError, ProofPage, WaitPage
from .views import own_session, room

_VERBS = {"set": "ajouter", "remove": "retirer"}


@room.page("/mon-compte/preuve", guard=Guard.SIGNED_IN, menu="account")
def ask_for_proof(ask: Ask) -> Answer:
    """Ask for a code of one of her means."""
    return _proof_page(ask)


@room.page("/mon-compte/preuve", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def take_proof(ask: Ask) -> Answer:
    """Go on to the change when the code is right; or send another, or change to other means."""
    pressed = ask.pressed("renvoyer", *SLUGS)
    if pressed:
        return _send_or_change(ask, pressed)
    typed = ask.typed("code")[:200]
    if not typed:
        return _proof_page(ask, "missing")
    try:
        right = give_proof(ask.unit, own_session(ask), ask.visit, typed, ask.network, ask.now)
    except TooManyTries as refused:
        return wait_page(refused)
    if not right:
        return _proof_page(ask, _what_is_wrong(ask, typed))
    act, _, _ = proof_asked(ask.unit, ask.signed, ask.visit, ask.settings.code_channels, ask.now)
    verb, _, kind = act.partition(":")
    return SeeOther(f"/mon-compte/moyens/{SLUG_OF[FactorKind(kind)]}/{_VERBS[verb]}")


def wait_page(refused: TooManyTries) -> Answer:
    """Return the page that asks for a pause."""
    wait = wait_of(refused)
    return Shown("account/wait.html", WaitPage(-(-wait // 60)), 429, wait)


def _send_or_change(ask: Ask, pressed: str) -> Answer:
    channels = ask.settings.code_channels
    _, asked, _ = proof_asked(ask.unit, own_session(ask), ask.visit, channels, ask.now)
    kind = asked.kind if pressed == "renvoyer" else SLUGS[pressed]
    try:
        sent = ask_proof_by(ask.unit, ask.signed, ask.visit, kind, channels, ask.now)
    except CodeSentJustNow:
        sent = False
    return _proof_page(ask, sent_again=sent)


def _what_is_wrong(ask: Ask, typed: str) -> CodeError:
    if renew_expired_proof(ask.unit, ask.signed, typed, ask.now):
        return "expired"
    _, asked, _ = proof_asked(ask.unit, ask.signed, ask.visit, ask.settings.code_channels, ask.now)
    return "incomplete" if sum(sign.isalnum() for sign in typed) < digits_of(asked.kind) else "wrong"


def _proof_page(ask: Ask, error: CodeError | None = None, *, sent_again: bool = False) -> Answer:
    session = own_session(ask)
    _, asked, others = proof_asked(ask.unit, session, ask.visit, ask.settings.code_channels, ask.now)
    page = ProofPage(
        means=asked.kind,
        digits=digits_of(asked.kind),
        card_number=(next_line(ask.unit, session.patient_id) or 0) if asked.kind is FactorKind.CARD else 0,
        hint=as_written(asked.hint),
        others=tuple(one.kind for one in others),
        sent_again=sent_again,
        error=error,
    )
    return Shown("account/proof.html", page, 422 if error else 200)
