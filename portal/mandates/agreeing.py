"""She agrees on her own screen: within ten minutes of her sign-in, or after a fresh code for this mandate alone."""

from dossier.identity import (
    CodeSentJustNow,
    FactorKind,
    FactorProofMissing,
    Session,
    TooManyTries,
    ask_proof,
    ask_proof_by,
    give_proof,
    next_line,
    proof_asked,
    renew_expired_proof,
)
from dossier.mandates import (
    MandateDead,
    MandateLine,
    MandateRefused,
    MandateState,
    Outcome,
    consent_by_session,
    prove_by_session,
    refuse,
    session_act,
)
from dossier.policy import Scope
from portal.ui import SLUGS, Answer, Ask, Guard, SeeOther, Shown, Work, as_written, digits_of, error_page, wait_of

from .pages import CodeError, NoMeansPage, ProofPage, UnfitPage, WaitPage
from .views import ONE, PATH, own, room


@room.page(f"{ONE}/accord", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def agree(ask: Ask, reference: str) -> Answer:
    """Take her answer to a draft, or her proof for one act; ask for a code when the sign-in is old."""
    line = own(ask, ask.unit, reference)
    if line is None:
        return error_page(404)
    is_draft, pressed = line.state is MandateState.DRAFT, ask.pressed("non", *line.scopes)
    if is_draft and pressed == "non":
        refuse(ask.unit, ask.acting, line.reference, ask.now)
        return SeeOther(f"{PATH}/{line.reference}?fait=refus")
    scope = next((one for one in line.scopes if one == pressed), None)
    if is_draft == (scope is not None):
        return SeeOther(f"{PATH}/{line.reference}")
    try:
        return _agreed(ask, line, scope)
    except FactorProofMissing:
        return _ask_code(ask, line, scope)


@room.page(f"{ONE}/preuve", guard=Guard.SIGNED_IN, menu="account")
def ask_for_code(ask: Ask, reference: str) -> Answer:
    """Ask for a code of one of her means."""
    return _own_record_first(ask) or _proof_page(ask, reference)


@room.page(f"{ONE}/preuve", "POST", guard=Guard.SIGNED_IN, work=Work.WRITES, menu="account")
def take_code(ask: Ask, reference: str) -> Answer:
    """Agree when the code is right; or send another, or change to other means."""
    if first := _own_record_first(ask):
        return first
    pressed = ask.pressed("renvoyer", *SLUGS)
    if pressed:
        return _send_or_change(ask, reference, pressed)
    typed = ask.typed("code")[:200]
    if not typed:
        return _proof_page(ask, reference, "missing")
    try:
        right = give_proof(ask.unit, ask.signed, ask.visit, typed, ask.network, ask.now)
    except TooManyTries as refused:
        wait = wait_of(refused)
        return Shown("mandates/wait.html", WaitPage(-(-wait // 60)), 429, wait)
    if not right:
        return _proof_page(ask, reference, _what_is_wrong(ask, typed))
    act, _, _ = proof_asked(ask.unit, ask.signed, ask.visit, ask.settings.code_channels, ask.now)
    line = own(ask, ask.unit, reference)
    scope = next((one for one in Scope if act == session_act(reference, one)), None)
    return error_page(404) if line is None else _agreed(ask, line, scope)


def _agreed(ask: Ask, line: MandateLine, scope: Scope | None) -> Answer:
    """Give her agreement, or her proof. Raises `FactorProofMissing`."""
    path = f"{PATH}/{line.reference}"
    try:
        outcome = _take(ask, ask.signed, line, scope)
    except MandateDead:
        return SeeOther(path)
    except MandateRefused:  # at a distance, before the desk has called her back
        return SeeOther(f"{path}?fait=appel")
    if outcome in ("protected", "minor", "grown"):
        return Shown("mandates/unfit.html", UnfitPage(outcome))
    if outcome != "right":
        return SeeOther(path)
    return SeeOther(f"{path}?fait={'preuve' if scope else 'accord'}")


def _take(ask: Ask, session: Session, line: MandateLine, scope: Scope | None) -> Outcome:
    if scope is None:
        return consent_by_session(ask.unit, session, ask.visit, line.reference, ask.now)
    return prove_by_session(ask.unit, session, ask.visit, line.reference, scope, ask.now)


def _own_record_first(ask: Ask) -> Answer | None:
    """Return where a mother in her child's record goes first: her means are sealed with her own key, not with his."""
    return None if ask.signed.record_id == ask.signed.patient_id else SeeOther("/dossiers")


def _ask_code(ask: Ask, line: MandateLine, scope: Scope | None) -> Answer:
    if first := _own_record_first(ask):
        return first
    act, channels = session_act(line.reference, scope), ask.settings.code_channels
    try:
        ask_proof(ask.unit, ask.signed, ask.visit, act, channels, ask.now)
    except FactorProofMissing:
        return Shown("mandates/no_means.html", NoMeansPage(), 422)
    return SeeOther(f"{PATH}/{line.reference}/preuve")


def _send_or_change(ask: Ask, reference: str, pressed: str) -> Answer:
    channels = ask.settings.code_channels
    _, asked, _ = proof_asked(ask.unit, ask.signed, ask.visit, channels, ask.now)
    kind = asked.kind if pressed == "renvoyer" else SLUGS[pressed]
    try:
        sent = ask_proof_by(ask.unit, ask.signed, ask.visit, kind, channels, ask.now)
    except CodeSentJustNow:
        sent = False
    return _proof_page(ask, reference, sent_again=sent)


def _what_is_wrong(ask: Ask, typed: str) -> CodeError:
    if renew_expired_proof(ask.unit, ask.signed, typed, ask.now):
        return "expired"
    _, asked, _ = proof_asked(ask.unit, ask.signed, ask.visit, ask.settings.code_channels, ask.now)
    return "incomplete" if sum(sign.isalnum() for sign in typed) < digits_of(asked.kind) else "wrong"


def _proof_page(ask: Ask, reference: str, error: CodeError | None = None, *, sent_again: bool = False) -> Answer:
    try:
        act, asked, others = proof_asked(ask.unit, ask.signed, ask.visit, ask.settings.code_channels, ask.now)
    except FactorProofMissing:
        return SeeOther(f"{PATH}/{reference}")
    if act not in {session_act(reference, scope) for scope in (None, *Scope)}:
        return SeeOther(f"{PATH}/{reference}")
    card = asked.kind is FactorKind.CARD
    page = ProofPage(
        path=f"{PATH}/{reference}",
        means=asked.kind,
        digits=digits_of(asked.kind),
        card_number=(next_line(ask.unit, ask.signed.patient_id) or 0) if card else 0,
        hint=as_written(asked.hint),
        others=tuple(one.kind for one in others),
        sent_again=sent_again,
        error=error,
    )
    return Shown("mandates/proof.html", page, 422 if error else 200)
