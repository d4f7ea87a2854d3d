"""The machine of a mandate: what may be asked, what an answer does, what is alive. Pure: `now` is handed in."""

from dataclasses import replace
from datetime import date, datetime
from hmac import compare_digest

from dossier.policy import Scope

from .call_rules import check_called, check_distance
from .limits import FOR_A_CHILD, LENGTHS, LONG, WEAK_LENGTHS, WEAK_SCOPES, Limits
from .limits import LIMITS as _HOUSE
from .shapes import (
    Mandate,
    MandateDead,
    MandateRefused,
    MandateState,
    Outcome,
    ProofKind,
    ProofTooOld,
    Question,
    QuestionTooSoon,
    Wanted,
    Way,
    Why,
)

_MAJORITY = 18
LIVING = frozenset({MandateState.DRAFT, MandateState.ACTIVE})


def drafted(wanted: Wanted, now: datetime, *, for_child: bool = False, limits: Limits = _HOUSE) -> Mandate:
    """Return a draft: nothing may be done under it. Raises `MandateRefused` (scopes, duration, distance)."""
    if not wanted.scopes or (for_child and not wanted.scopes <= FOR_A_CHILD):
        raise MandateRefused(why="scopes")
    if wanted.duration in LONG and not wanted.is_explicit:
        raise MandateRefused(why="duration")
    check_distance(wanted)
    scopes = tuple(one for one in Scope if one in wanted.scopes)
    until_at = now + limits.draft_life
    return Mandate(MandateState.DRAFT, scopes, wanted.duration, now, until_at, remote=wanted.remote)


def renewed(before: Mandate, wanted: Wanted, now: datetime, limits: Limits = _HOUSE) -> Mandate:
    """Return the draft of a renewal: with the scopes of before, or fewer; at a distance when that was given so.

    Raises `MandateDead`, `MandateRefused` (wider, duration, distance).
    """
    before = settle(before, now)
    expired_late = before.state is MandateState.EXPIRED and now >= before.until_at + limits.renewable
    if before.state not in (MandateState.ACTIVE, MandateState.EXPIRED) or expired_late:
        raise MandateDead(why=before.state)
    scopes = wanted.scopes or frozenset(before.scopes)
    if not scopes <= frozenset(before.scopes):
        raise MandateRefused(why="wider")
    return drafted(replace(wanted, scopes=scopes, remote=before.remote), now, limits=limits)


def is_minor(birth_on: date, today: date) -> bool:
    """Tell whether somebody is not eighteen yet: she gives no mandate in her own name (Code civil 388)."""
    return today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day)) < _MAJORITY


def settle(mandate: Mandate, now: datetime) -> Mandate:
    """Return the mandate as it is now: a draft too old is void, a mandate past its end expired."""
    if mandate.state not in LIVING or now < mandate.until_at:
        return mandate
    over = MandateState.VOID if mandate.state is MandateState.DRAFT else MandateState.EXPIRED
    return _over(mandate, over, "time", mandate.until_at)


def asked(
    mandate: Mandate,
    way: Way,
    scope: Scope | None,
    now: datetime,
    *,
    digest: str = "",
    limits: Limits = _HOUSE,
) -> Mandate:
    """Return the mandate with this question put, in the place of an older one; its failures stay.

    `scope` is None for the consent, of a draft alone. Raises `MandateDead`, `MandateRefused` (call), `QuestionTooSoon`.
    """
    mandate = settle(mandate, now)
    if mandate.state is not (MandateState.DRAFT if scope is None else MandateState.ACTIVE):
        raise MandateDead(why=mandate.state)
    if scope is not None and scope not in mandate.scopes:
        raise MandateDead(why="scope")
    check_called(mandate, now, limits)
    questions = mandate.questions
    if way != "card":
        questions = _one_more(mandate, now, limits)
    question = Question(way, scope, digest, now, now + limits.question_life)
    return replace(mandate, question=question, questions=questions)


def _one_more(mandate: Mandate, now: datetime, limits: Limits) -> int:
    last = mandate.question
    if last is not None and last.way != "card" and now < last.asked_at + limits.pause:
        raise QuestionTooSoon(why="pause")
    if last is None or now >= last.asked_at + limits.questions_window:
        return 1
    if mandate.questions >= limits.questions:
        raise QuestionTooSoon(why="many")
    return mandate.questions + 1


def takes_answer(mandate: Mandate, now: datetime) -> bool:
    """Tell whether a question is open: only then is anything used up, or counted."""
    mandate = settle(mandate, now)
    return mandate.state in LIVING and mandate.question is not None and now < mandate.question.expires_at


def answered(
    mandate: Mandate, digest: str, now: datetime, *, line_is_right: bool = False, limits: Limits = _HOUSE
) -> tuple[Outcome, Mandate]:
    """Return how an answer to the open question is taken, and the mandate after it.

    Right, a draft is given, and a mandate has a fresh proof for the scope that was asked. Five wrong ones in a row end
    either. Without an open question nothing counts.
    """
    mandate = settle(mandate, now)
    question = mandate.question
    if mandate.state not in LIVING:
        return ("locked" if mandate.why == "wrong" else "expired"), mandate
    if question is None or now >= question.expires_at:
        return "expired", mandate
    right = line_is_right if question.way == "card" else compare_digest(question.digest, digest)
    if not right:
        return _wrong(mandate, now, limits)
    if mandate.state is MandateState.DRAFT:
        return "right", given(mandate, ProofKind(question.way), now)
    assert question.scope is not None
    return "right", proved(mandate, question.scope, now)


def _wrong(mandate: Mandate, now: datetime, limits: Limits) -> tuple[Outcome, Mandate]:
    mandate = replace(mandate, failures=mandate.failures + 1)
    if mandate.failures < limits.failures:
        return "wrong", mandate
    over = MandateState.VOID if mandate.state is MandateState.DRAFT else MandateState.ENDED
    return "locked", _over(mandate, over, "wrong", now)


def given(mandate: Mandate, proof: ProofKind, now: datetime) -> Mandate:
    """Return the mandate once she agreed: it lasts from now, and her consent is a fresh proof for each scope.

    Raises `MandateDead` for what isn't a draft any more, `MandateRefused`: `paper` for more than a paper may open, and
    at a distance for any; `call` for somebody at a distance who never took a call-back.
    """
    mandate = settle(mandate, now)
    if mandate.state is not MandateState.DRAFT:
        raise MandateDead(why=mandate.state)
    too_much = not WEAK_SCOPES.issuperset(mandate.scopes) or mandate.duration not in WEAK_LENGTHS
    if proof is ProofKind.PAPER and (too_much or mandate.remote):
        raise MandateRefused(why="paper")
    if mandate.remote and (mandate.call is None or mandate.call.taken_at is None):
        raise MandateRefused(why="call")
    return replace(
        mandate,
        state=MandateState.ACTIVE,
        proof=proof,
        given_at=now,
        until_at=now + LENGTHS[mandate.duration],
        question=None,
        questions=0,
        failures=0,
        proved=tuple((scope, now) for scope in mandate.scopes),
    )


def proved(mandate: Mandate, scope: Scope, now: datetime) -> Mandate:
    """Return the mandate with a fresh proof for one scope. Raises `MandateDead`."""
    mandate = settle(mandate, now)
    _check_alive(mandate, scope)
    others = tuple((one, at) for one, at in mandate.proved if one is not scope)
    return replace(mandate, question=None, questions=0, failures=0, proved=(*others, (scope, now)))


def check_act(mandate: Mandate, scope: Scope, now: datetime, limits: Limits = _HOUSE) -> None:
    """Raise `MandateDead` unless it is alive and holds this scope, `ProofTooOld` without a fresh proof for it."""
    _check_alive(settle(mandate, now), scope)
    at = dict(mandate.proved).get(scope)
    if at is None or now - at > limits.proof_life:
        raise ProofTooOld(scope=scope)


def over(mandate: Mandate, state: MandateState, why: Why, now: datetime) -> Mandate:
    """Return the mandate ended, or a draft void; what is over already stays as it ended."""
    mandate = settle(mandate, now)
    if mandate.state not in LIVING:
        return mandate
    return _over(mandate, MandateState.VOID if mandate.state is MandateState.DRAFT else state, why, now)


def _over(mandate: Mandate, state: MandateState, why: Why, at: datetime) -> Mandate:
    return replace(mandate, state=state, why=why, ended_at=at, question=None)


def _check_alive(mandate: Mandate, scope: Scope) -> None:
    if mandate.state is not MandateState.ACTIVE:
        raise MandateDead(why=mandate.state)
    if scope not in mandate.scopes:
        raise MandateDead(why="scope")
