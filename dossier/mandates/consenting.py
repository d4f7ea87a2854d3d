"""Her answer: typed at the desk by herself, given in her own session, or signed on paper; or a refusal."""

from datetime import datetime

from dossier.identity import (
    Session,
    StaffSession,
    canonical_code,
    check_wait,
    count_failure,
    throttle_key,
    use_proof,
    use_reserved_line,
    way_out_of,
)
from dossier.journal import Event, append
from dossier.policy import Scope
from dossier.store import Unit

from . import rules
from .giving import agreed, give, unfit
from .keeping import Held, code_digest, held, held_of_advisor, keep
from .limits import LIMITS
from .shapes import Mandate, MandateDead, MandateRefused, MandateState, Outcome, ProofKind

_FRANCECONNECT_PLUS = "franceconnect-plus"


def give_consent(unit: Unit, reference: str, typed: str, network: str, now: datetime) -> Outcome:
    """Take what she typed herself for a draft: right, the mandate is given, and every way on file is told.

    Only the open question counts; five wrong answers in a row void the draft: so it is taken at the desk that asked,
    never from whoever has the number. `protected` (a measure of protection is on file) and `minor`: the proof was
    right, and the draft is void. Raises `TooManyTries` (unknown mandates, from this network).
    """
    return _typed(unit, reference, typed, network, now, MandateState.DRAFT)


def give_fresh_proof(unit: Unit, reference: str, typed: str, network: str, now: datetime) -> Outcome:
    """Take what she typed herself before one act under a given mandate: right, the act may follow for ten minutes.

    Five wrong answers in a row end the mandate. Raises `TooManyTries`.
    """
    return _typed(unit, reference, typed, network, now, MandateState.ACTIVE)


def consent_by_session(unit: Unit, session: Session, visit: str, reference: str, now: datetime) -> Outcome:
    """Take her agreement from her own session on the portal, where she read the same text.

    The session was opened, with two factors or by FranceConnect+, ten minutes ago at most; or a factor was proved
    since, for the act `session_act(reference)` alone, and is used up. Raises `MandateDead` when it isn't hers to
    give, `FactorProofMissing`.
    """
    found = _hers(unit, session, reference, now)
    if found.mandate.state is not MandateState.DRAFT:
        return "expired"
    proof = _proof_of(unit, session, visit, session_act(reference), now)
    return agreed(unit, found, rules.given(found.mandate, proof, now), now)


def prove_by_session(unit: Unit, session: Session, visit: str, reference: str, scope: Scope, now: datetime) -> Outcome:
    """Take a fresh proof for one act from her own session (act `session_act(reference, scope)`).

    Raises `MandateDead`, `FactorProofMissing`.
    """
    found = _hers(unit, session, reference, now)
    after = rules.proved(found.mandate, scope, now)
    proof = _proof_of(unit, session, visit, session_act(reference, scope), now)
    keep(unit, found, after)
    _tell_proved(unit, found, scope, proof, now)
    return "right"


def session_act(reference: str, scope: Scope | None = None) -> str:
    """Return for which act a factor is proved (`identity.ask_proof`): one mandate's, and no other's."""
    return f"mandate:{reference}:{scope or ''}"


def consent_by_paper(
    unit: Unit, staff: StaffSession, reference: str, scan_digest: bytes, pages: int, now: datetime
) -> None:
    """Take a signed paper, scanned, with her identity document seen by this advisor: the weaker proof.

    It opens the opt-out's start and a letter, for a day at most. Where it isn't enough (more scopes, longer; nobody
    with this identity; a protected adult; a minor) the refusal is one: `MandateRefused` (paper). Raises
    `NotPermitted`, `MandateDead`.
    """
    found = held_of_advisor(unit, staff, reference, now)
    mandate = rules.given(found.mandate, ProofKind.PAPER, now)
    if found.patient_id is None or unfit(unit, found, now):
        raise MandateRefused(why="paper")
    give(unit, found, mandate, now, acting=found.by_advisor(), scan_digest=scan_digest, pages=pages)


def refuse(unit: Unit, reference: str, now: datetime) -> None:
    """Write down that she said no to a draft; it is void. What is over, or unknown, is left as it is."""
    try:
        found = held(unit, reference, now)
    except MandateDead:
        return
    if found.mandate.state is not MandateState.DRAFT:
        return
    keep(unit, found, rules.over(found.mandate, MandateState.VOID, "refused", now))
    if found.patient_id is not None:
        append(unit, found.by_giver(), Event.MANDATES_MANDATE_REFUSED, now, {"site": found.site})


def _typed(unit: Unit, reference: str, typed: str, network: str, now: datetime, state: MandateState) -> Outcome:
    throttle = throttle_key(unit, "mandate", b"", network)
    check_wait(unit, throttle, now)
    try:
        found = held(unit, reference, now)
    except MandateDead:
        count_failure(unit, throttle, now, free=LIMITS.stops_a_network)
        return "wrong"
    before = found.mandate
    if before.state in rules.LIVING and before.state is not state:
        return "expired"
    outcome, after = _answered(unit, found, typed, now)
    if outcome == "right" and state is MandateState.DRAFT:
        return agreed(unit, found, after, now)
    keep(unit, found, after)
    _tell_answer(unit, found, outcome, now)
    return outcome


def _answered(unit: Unit, found: Held, typed: str, now: datetime) -> tuple[Outcome, Mandate]:
    mandate, question = found.mandate, found.mandate.question
    is_line = False
    if question is not None and question.way == "card" and rules.takes_answer(mandate, now):
        is_line = use_reserved_line(unit, found.giver, found.digest, typed, now)
    digest = code_digest(unit, found, question.scope if question else None, canonical_code(typed))
    outcome, after = rules.answered(mandate, digest, now, line_is_right=is_line)
    if outcome == "right" and found.giver_id is None:  # nothing was ever sent: there is nothing to be right about
        outcome, after = rules.answered(mandate, "", now)
    return outcome, after


def _tell_answer(unit: Unit, found: Held, outcome: Outcome, now: datetime) -> None:
    if found.patient_id is None or found.mandate.question is None:
        return
    question = found.mandate.question
    if outcome == "right" and question.scope is not None:
        _tell_proved(unit, found, question.scope, ProofKind(question.way), now)
    elif outcome in ("wrong", "locked"):
        facts = {"site": found.site}
        append(unit, found.by_advisor(), Event.MANDATES_PROOF_REFUSED, now, facts)
        if outcome == "locked" and found.mandate.state is MandateState.ACTIVE:
            append(unit, found.by_advisor(), Event.MANDATES_MANDATE_ENDED, now, facts | {"why": "wrong"})


def _tell_proved(unit: Unit, found: Held, scope: Scope, proof: ProofKind, now: datetime) -> None:
    facts = {"proof": str(proof), "mandate": found.reference, "scope": str(scope), "site": found.site}
    append(unit, found.by_giver(), Event.MANDATES_PROOF_GIVEN, now, facts)


def _hers(unit: Unit, session: Session, reference: str, now: datetime) -> Held:
    found = held(unit, reference, now)
    if found.giver_id != session.patient_id:
        raise MandateDead
    return found


def _proof_of(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> ProofKind:
    if now - session.started_at > LIMITS.proof_life:
        use_proof(unit, session, visit, act, now)
        return ProofKind.SESSION
    way_out = way_out_of(unit, visit, now)
    by_provider = way_out is not None and way_out.provider == _FRANCECONNECT_PLUS
    return ProofKind.FRANCECONNECT_PLUS if by_provider else ProofKind.SESSION
