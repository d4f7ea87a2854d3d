"""Her answer: typed by herself at the desk or on her telephone, in her own session, or on paper; or a refusal."""

from datetime import datetime

from dossier.identity import (
    Session,
    StaffSession,
    TooManyTries,
    canonical_code,
    check_wait,
    count_failure,
    throttle_key,
    use_proof,
    use_reserved_line,
    way_out_of,
)
from dossier.journal import Event, append
from dossier.policy import Acting, Action, Scope, require
from dossier.store import Unit

from . import call_rules, rules
from .bounding import check_failures, count_wrong_answer
from .calling import called_mandate
from .giving import agreed, give
from .keeping import NOBODY, Held, code_digest, held, held_of_advisor, keep
from .limits import LIMITS
from .shapes import Mandate, MandateDead, MandateState, Outcome, ProofKind

_FRANCECONNECT_PLUS = "franceconnect-plus"


def give_consent(unit: Unit, reference: str, typed: str, network: str, now: datetime) -> Outcome:
    """Take what she typed herself for a draft: right, the mandate is given, and every way on file is told.

    Only the open question counts; five wrong answers in a row void the draft: so it is taken at the desk that asked,
    never from whoever has the number. One of `Unfit` (a measure of protection is on file): the proof was right, and the
    draft is void. For somebody on the telephone nothing is typed here (`key_in`). Raises `TooManyTries` (unknown
    mandates, from this network; or her wrong answers of a day).
    """
    return _typed(unit, reference, typed, network, now, MandateState.DRAFT)


def give_fresh_proof(unit: Unit, reference: str, typed: str, network: str, now: datetime) -> Outcome:
    """Take what she typed herself before one act under a given mandate: right, the act may follow for ten minutes.

    Five wrong answers in a row end the mandate. Raises `TooManyTries` as `give_consent`.
    """
    return _typed(unit, reference, typed, network, now, MandateState.ACTIVE)


def key_in(unit: Unit, mark: str, typed: str, now: datetime) -> Outcome:
    """Take what she typed on the keypad of her telephone, in the call with this mark: the only screen she has there.

    Of a draft it is her consent, of a given mandate her fresh proof; outcomes are those of the desk's screen. For the
    telephone provider, which keeps the tones from the desk. `expired` when she isn't in a call of the last hour, and
    after her wrong answers of a day.
    """
    found = called_mandate(unit, mark, now)
    try:
        return "expired" if found is None else _taken(unit, found, typed, now)
    except TooManyTries:
        return "expired"


def consent_by_session(unit: Unit, session: Session, visit: str, reference: str, now: datetime) -> Outcome:
    """Take her agreement from her own session on the portal, where she read the same text.

    The session was opened, with two factors or by FranceConnect+, ten minutes ago at most; or a factor was proved
    since, for the act `session_act(reference)` alone, and is used up. Raises `MandateDead` when it isn't hers to
    give, `MandateRefused` (call), `FactorProofMissing`.
    """
    found = hers(unit, session, reference, now)
    if found.mandate.state is not MandateState.DRAFT:
        return "expired"
    call_rules.check_called(found.mandate, now)
    proof = _proof_of(unit, session, visit, session_act(reference), now)
    return agreed(unit, found, rules.given(found.mandate, proof, now), now)


def prove_by_session(unit: Unit, session: Session, visit: str, reference: str, scope: Scope, now: datetime) -> Outcome:
    """Take a fresh proof for one act from her own session (act `session_act(reference, scope)`).

    Raises `MandateDead`, `MandateRefused` (call), `FactorProofMissing`.
    """
    found = hers(unit, session, reference, now)
    after = rules.proved(found.mandate, scope, now)
    call_rules.check_called(found.mandate, now)
    proof = _proof_of(unit, session, visit, session_act(reference, scope), now)
    keep(unit, found, after)
    _tell_proved(unit, found, scope, proof, now)
    return "right"


def session_act(reference: str, scope: Scope | None = None) -> str:
    """Return for which act a factor is proved (`identity.ask_proof`): one mandate's, and no other's."""
    return f"mandate:{reference}:{scope or ''}"


def consent_by_paper(unit: Unit, staff: StaffSession, reference: str, paper: bytes, pages: int, now: datetime) -> None:
    """Take a signed paper, scanned, with her identity document seen by this advisor: the weaker proof.

    It has letters sent, for a day at most (`act_on_paper`). It is taken for nobody and for who can give no mandate as
    well: nobody at the desk learns of it, and nothing is ever done. `paper`: its pages, sealed with her key as the
    deed's evidence; of nobody they are thrown away. Raises `NotPermitted`, `MandateDead`, `MandateRefused` (paper:
    more than it may open).
    """
    found = held_of_advisor(unit, staff, reference, now)
    mandate = rules.given(found.mandate, ProofKind.PAPER, now)
    give(unit, found, mandate, now, acting=found.by_advisor(), paper=paper, pages=pages)


def refuse(unit: Unit, acting: Acting, reference: str, now: datetime) -> None:
    """Say no to a draft, by who was asked or the record's holder; it is void. What is over is left as it is.

    Raises `NotPermitted`, `MandateDead`.
    """
    require(acting, Action.MANDATE_REVOKE)
    found = held(unit, reference, now)
    if acting.patient_id not in (found.patient_id, found.giver_id):
        raise MandateDead
    told = Acting(acting.role, found.patient_id or NOBODY, acting.actor_id, acting.actor_name)
    _refused(unit, found, told, now)


def refuse_in_turn(unit: Unit, session: Session, now: datetime) -> None:
    """Say no to the one draft that her turn at a desk is for; it is void. Raises `MandateDead`."""
    found = hers(unit, session, session.draft, now)
    _refused(unit, found, found.by_giver(), now)


def refuse_at_desk(unit: Unit, staff: StaffSession, reference: str, now: datetime) -> None:
    """Write down at the desk that she said no to a draft, as the advisor's word, whoever pressed.

    Raises `NotPermitted`, `MandateDead`.
    """
    found = held_of_advisor(unit, staff, reference, now)
    _refused(unit, found, found.by_advisor(), now)


def _refused(unit: Unit, found: Held, acting: Acting, now: datetime) -> None:
    if found.mandate.state is not MandateState.DRAFT:
        return
    keep(unit, found, rules.over(found.mandate, MandateState.VOID, "refused", now))
    if found.patient_id is not None:
        append(unit, acting, Event.MANDATES_MANDATE_REFUSED, now, {"site": found.site})


def _typed(unit: Unit, reference: str, typed: str, network: str, now: datetime, state: MandateState) -> Outcome:
    throttle = throttle_key(unit, "mandate", b"", network)
    check_wait(unit, throttle, now)
    try:
        found = held(unit, reference, now)
    except MandateDead:
        count_failure(unit, throttle, now, free=LIMITS.stops_a_network)
        return "wrong"
    before = found.mandate
    if before.remote or (before.state in rules.LIVING and before.state is not state):
        return "expired"
    return _taken(unit, found, typed, now)


def _taken(unit: Unit, found: Held, typed: str, now: datetime) -> Outcome:
    state = found.mandate.state
    is_open = rules.takes_answer(found.mandate, now)
    if is_open:
        check_failures(unit, found, now)
    outcome, after = _answered(unit, found, typed, now)
    if is_open and outcome in ("wrong", "locked"):
        count_wrong_answer(unit, found, now)
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


def hers(unit: Unit, session: Session, reference: str, now: datetime) -> Held:
    """Return a mandate that is hers to answer for in this session; at a desk the turn's own one alone.

    Private to the room. Raises `MandateDead`.
    """
    found = held(unit, reference, now)
    if found.giver_id != session.patient_id or (session.is_at_desk and session.draft != found.reference):
        raise MandateDead
    return found


def _proof_of(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> ProofKind:
    if now - session.started_at > LIMITS.proof_life:
        use_proof(unit, session, visit, act, now)
        return ProofKind.SESSION
    way_out = way_out_of(unit, visit, now)
    by_provider = way_out is not None and way_out.provider == _FRANCECONNECT_PLUS
    return ProofKind.FRANCECONNECT_PLUS if by_provider else ProofKind.SESSION
