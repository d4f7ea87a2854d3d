"""The machine of a recovery (SECURITY 2.2): from a case and what happens to it, the case after it. Pure.

Each step first lets time do its part (`settle`). A step that can't be done raises and changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from .limits import LIMITS, Limits
from .shapes import (
    LIVE,
    Case,
    CaseRefused,
    CaseState,
    ChannelRefused,
    CodeTooSoon,
    Given,
    Lost,
    Outcome,
    Proof,
    SentCode,
)

ANSWERING = frozenset({CaseState.OPEN, CaseState.CODE_SENT, CaseState.PROVED_ONCE})
"""States in which a proof may be given."""
UNDER_WAY = ANSWERING | {CaseState.LOCKED, CaseState.DESK_REQUIRED}
LIVING = UNDER_WAY | {CaseState.COOLING, CaseState.GRANTED}
_LOST_WITH = {
    Lost.IDENTIFIER: frozenset[Proof](),
    Lost.PASSWORD: frozenset({Proof.PASSWORD}),
    Lost.PHONE: frozenset({Proof.SMS, Proof.TOTP}),
    Lost.CARD: frozenset({Proof.CARD}),
    Lost.EVERYTHING: frozenset({Proof.PASSWORD, Proof.SMS, Proof.TOTP, Proof.CARD}),
}
_HALVES = frozenset({Proof.EMAIL, Proof.PASSWORD})
"""Never enough alone, not even to be told a new identifier."""


def opened(lost: Lost, usable: Iterable[tuple[Proof, str]], now: datetime, limits: Limits = LIMITS) -> Case:
    """Return a new case; without two usable proofs of different addresses only a desk helps."""
    if could_be_enough(lost, usable):
        return Case(lost, CaseState.OPEN, now, now + limits.case_life)
    return Case(lost, CaseState.DESK_REQUIRED, now, now + limits.appointment)


def is_lost(lost: Lost, proof: Proof) -> bool:
    """Tell whether this proof went with what was lost."""
    return proof in _LOST_WITH[lost]


def settle(case: Case, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case after what time alone does: locks and coolings end, cases and grants expire."""
    if case.state is CaseState.LOCKED and case.locked_until is not None and now >= case.locked_until:
        case = _at_rest(replace(case, failures=0, locked_until=None))
    if case.state is CaseState.COOLING and case.cooling_until is not None and now >= case.cooling_until:
        case = replace(case, state=CaseState.GRANTED, granted_until=case.cooling_until + limits.grant)
    over = case.granted_until if case.state is CaseState.GRANTED else None
    if case.state in UNDER_WAY:
        over = case.expires_at if case.granted_until is None else case.granted_until
    if over is not None and now >= over:
        return replace(case, state=CaseState.EXPIRED, code=None, claim="", granted_until=None)
    return case


def why_not(case: Case, proof: Proof, mark: str) -> str:
    """Return why this proof doesn't count in this case, empty when it does: lost, given, again."""
    if is_lost(case.lost, proof):
        return "lost"
    known = {(one.proof, one.mark) for one in case.proofs}
    if case.state is CaseState.GRANTED:
        return "" if (proof, mark) in known else "again"
    if any(one.proof is proof or one.mark == mark for one in case.proofs):
        return "given"
    return ""


def code_sent(case: Case, proof: Proof, mark: str, digest: str, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case once a new code left: the older one is dead, the failures stay.

    Raises `CaseRefused`, `ChannelRefused`, `CodeTooSoon`.
    """
    case = settle(case, now, limits)
    if case.state not in ANSWERING and case.state is not CaseState.GRANTED:
        raise CaseRefused(state=case.state)
    if why := why_not(case, proof, mark):
        raise ChannelRefused(why=why)
    if case.codes_sent >= limits.codes_a_case:
        raise CodeTooSoon(why="many")
    if case.last_sent_at is not None and now - case.last_sent_at < limits.code_pause:
        raise CodeTooSoon(why="pause")
    code = SentCode(proof, mark, digest, now, now + limits.code_lives[proof])
    state = case.state if case.state is CaseState.GRANTED else CaseState.CODE_SENT
    return replace(case, state=state, code=code, codes_sent=case.codes_sent + 1, last_sent_at=now)


def code_answered(
    case: Case, digest: str, marks: Mapping[Proof, str], visit: str, now: datetime, limits: Limits = LIMITS
) -> tuple[Outcome, Case]:
    """Return whether the code was right, and the case after it; a right code is used up.

    `marks` are those of her usable channels now: a code sent to a contact that changed since is dead.
    """
    case = settle(case, now, limits)
    code = case.code
    if case.state is CaseState.LOCKED:
        return "locked", case
    if case.state not in ANSWERING and case.state is not CaseState.GRANTED:
        return "wrong", case
    if code is None or code.digest != digest:
        return _failed(case, now, limits)
    case = _at_rest(replace(case, code=None))
    if now >= code.expires_at or marks.get(code.proof) != code.mark:
        return "expired", case
    return "right", counted(case, Given(code.proof, code.mark, now), visit, now, limits)


def proof_answered(
    case: Case, proof: Proof, right: bool, visit: str, now: datetime, limits: Limits = LIMITS
) -> tuple[Outcome, Case]:
    """Return how a card line, a TOTP or a password was taken, and the case after it. Raises `ChannelRefused`."""
    case = settle(case, now, limits)
    if case.state is CaseState.LOCKED:
        return "locked", case
    if case.state not in ANSWERING and case.state is not CaseState.GRANTED:
        return "wrong", case
    if why := why_not(case, proof, str(proof)):
        raise ChannelRefused(why=why)
    if not right:
        return _failed(case, now, limits)
    return "right", counted(case, Given(proof, str(proof), now), visit, now, limits)


def disputed(case: Case, now: datetime) -> Case:
    """Return the case once somebody said « this was not me »: nothing given in it counts any more."""
    return replace(
        case,
        state=CaseState.FROZEN,
        proofs=(),
        code=None,
        cooling_until=None,
        granted_until=None,
        locked_until=None,
        claim="",
        screen=None,
        seen=None,
        checked_by=(*case.checked_by, *([case.seen.by] if case.seen else ())),
        callback_at=None,
        disputed_at=case.disputed_at or now,
    )


def contact_moved(case: Case, proof: Proof, *, proofs_too: bool) -> Case:
    """Return the case once the contact behind a proof is held or changed: its code dies; after a change its proof too.

    A case that so lacks a proof loses its cooling or its grant.
    """
    if case.state not in LIVING:
        return case
    if case.code is not None and case.code.proof is proof:
        case = _at_rest(replace(case, code=None))
    kept = tuple(one for one in case.proofs if one.proof is not proof)
    if not proofs_too or kept == case.proofs:
        return case
    case = replace(case, proofs=kept, cooling_until=None, granted_until=None, claim="")
    return case if case.state is CaseState.LOCKED else _at_rest(case)


def superseded(case: Case, now: datetime) -> Case:
    """Return a case that another one made pointless: she has her access again."""
    if case.state not in LIVING:
        return case
    return replace(case, state=CaseState.EXPIRED, expires_at=now, code=None, claim="", granted_until=None)


def done(case: Case, visit: str, now: datetime, limits: Limits = LIMITS) -> Case:
    """Return the case, finished: only while granted, and only for the visit that gave the last proof.

    Raises `CaseRefused`.
    """
    case = settle(case, now, limits)
    if case.state is not CaseState.GRANTED or not visit or case.claim != visit:
        raise CaseRefused(state=case.state, claimed=bool(case.claim))
    return replace(case, state=CaseState.DONE, code=None, claim="")


def could_be_enough(lost: Lost, usable: Iterable[tuple[Proof, str]]) -> bool:
    """Tell whether these ways, without those that went with what was lost, could prove who she is."""
    usable = [(proof, mark) for proof, mark in usable if not is_lost(lost, proof)]
    if lost is Lost.IDENTIFIER and any(proof not in _HALVES for proof, _ in usable):
        return True
    return any(one[0] is not two[0] and one[1] != two[1] for one in usable for two in usable)


def _is_enough(case: Case) -> bool:
    return len(case.proofs) >= 2 or _names_only(case)


def _names_only(case: Case) -> bool:
    """Tell whether one good proof does: a new identifier opens nothing, the password and a code are still asked."""
    return case.lost is Lost.IDENTIFIER and any(one.proof not in _HALVES for one in case.proofs)


def counted(case: Case, given: Given, visit: str, now: datetime, limits: Limits) -> Case:
    """Count a proof, or, once granted, take it as the claim of the visit that finishes.

    A paper seen at a desk, before the other proof or after it, spares the cooling; never beside a half, for then one
    person of the staff and whoever reads her e-mail would be enough.
    """
    if case.state is CaseState.GRANTED:
        return replace(case, claim=visit or case.claim)
    if why_not(case, given.proof, given.mark):
        return case
    case = replace(case, proofs=(*case.proofs, given), claim=visit, code=None)
    if not _is_enough(case):
        return _at_rest(case)
    halves = any(one.proof in _HALVES for one in case.proofs)
    live = LIVE | {Proof.DESK} if case.desk_is_live and not halves else LIVE
    if _names_only(case) or any(one.proof in live for one in case.proofs):
        return replace(case, state=CaseState.GRANTED, granted_until=now + limits.grant)
    return replace(case, state=CaseState.COOLING, cooling_until=now + limits.cooling)


def _failed(case: Case, now: datetime, limits: Limits) -> tuple[Outcome, Case]:
    case = replace(case, failures=case.failures + 1)
    if case.failures < limits.failures:
        return "wrong", case
    wait = min(limits.lock * 2**case.locks, limits.longest_lock)
    locked = replace(case, state=CaseState.LOCKED, locks=case.locks + 1, locked_until=now + wait, code=None, claim="")
    return "locked", locked


def _at_rest(case: Case) -> Case:
    """Return the case in the state that what was given puts it in."""
    if case.granted_until is not None:
        return replace(case, state=CaseState.GRANTED)
    if case.code is not None:
        return replace(case, state=CaseState.CODE_SENT)
    return replace(case, state=CaseState.PROVED_ONCE if case.proofs else CaseState.OPEN)
