"""Her answer: typed at the desk by herself, given in her own session, or signed on paper; or a refusal."""

from datetime import datetime

from dossier.identity import (
    Basis,
    Session,
    StaffSession,
    canonical_code,
    check_wait,
    count_failure,
    person_of,
    representatives_of,
    throttle_key,
    use_proof,
    use_reserved_line,
    way_out_of,
)
from dossier.journal import Event, append, short_head
from dossier.policy import Acting, Scope
from dossier.store import Unit

from . import rules
from .bodies import scopes_text
from .deeds import signature_of
from .keeping import Held, code_digest, held, held_by_digest, held_of_advisor, keep
from .limits import LIMITS
from .notices import tell_given
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
    return _agreed(unit, found, rules.given(found.mandate, proof, now), now)


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
    if found.patient_id is None or _unfit(unit, found, now):
        raise MandateRefused(why="paper")
    _give(unit, found, mandate, now, acting=found.by_advisor(), scan_digest=scan_digest, pages=pages)


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
        return _agreed(unit, found, after, now)
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


def _agreed(unit: Unit, found: Held, mandate: Mandate, now: datetime) -> Outcome:
    """Give the mandate, unless its patient can't give one: then the draft is void, and nobody else is told why."""
    unfit = _unfit(unit, found, now)
    if unfit:
        keep(unit, found, rules.over(found.mandate, MandateState.VOID, "unfit", now))
        append(unit, found.by_giver(), Event.MANDATES_MANDATE_REFUSED, now, {"site": found.site, "why": unfit})
        return unfit
    _give(unit, found, mandate, now, acting=found.by_giver(_giver_name(unit, found)))
    return "right"


def _give(
    unit: Unit,
    found: Held,
    mandate: Mandate,
    now: datetime,
    *,
    acting: Acting,
    scan_digest: bytes | None = None,
    pages: int = 0,
) -> None:
    event = Event.MANDATES_MANDATE_GIVEN if found.renews is None else Event.MANDATES_MANDATE_RENEWED
    facts = {
        "mandate": found.reference,
        "scopes": scopes_text(mandate.scopes),
        "proof": str(mandate.proof),
        "until": mandate.until_at.isoformat(),
        "advisor": found.names.advisor,
        "site": found.site,
    }
    scan = {"scan": scan_digest.hex(), "pages": str(pages)} if scan_digest else {}
    append(unit, acting, event, now, facts | scan)
    head = short_head(unit, acting.patient_id)
    signature = signature_of(unit, found, mandate, scan_digest, head)
    after = keep(unit, found, mandate, scan_digest=scan_digest, head=head, signature=signature)
    tell_given(unit, after, now)
    if found.renews is not None:
        before = held_by_digest(unit, found.renews, now)
        keep(unit, before, rules.over(before.mandate, MandateState.ENDED, "renewed", now))


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


def _unfit(unit: Unit, found: Held, now: datetime) -> Outcome | None:
    """Return why no mandate can be given for her: a protected adult, or a child in her own name (DOMAIN B7, B8)."""
    assert found.giver_id is not None
    giver = person_of(unit, found.giver_id, found.giver_witness)
    measured = any(one.basis == Basis.MEASURE for one in representatives_of(unit, found.giver_id))
    if giver.measure or measured:
        return "protected"
    return "minor" if rules.is_minor(giver.birth_on, now.date()) else None


def _giver_name(unit: Unit, found: Held) -> str:
    if found.giver_id == found.patient_id:
        return ""
    giver = person_of(unit, found.giver, found.giver_witness)
    return f"{giver.first_names[0]} {giver.name}"
