"""A fresh proof by a live factor, before a means of signing in changes: good for ten minutes and for one act.

It belongs to one visit, and to the act it was asked for.
"""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from dossier.base import Refused
from dossier.journal import hold
from dossier.store import Unit

from .addresses import Channel, channel_named
from .codes import CodePurpose, expired_code, send_code
from .drafts import draft, drop_draft, keep_draft
from .factors import Factor, FactorKind, factors_of, prove_factor
from .guarding import tell_refused
from .limits import LIMITS
from .means import send_unless_coming
from .sessions import Session
from .throttling import check_wait, count_failure, forgive, throttle_key

_DRAFT = "factor-proof"


class FactorProofMissing(Refused):
    """No live factor was proved for this act in the last ten minutes."""

    code: ClassVar[str] = "factor-proof-missing"


def ask_proof(unit: Unit, session: Session, visit: str, act: str, channels: Collection[Channel], now: datetime) -> None:
    """Ask for a proof before `act`; an earlier one counts no more. The first factor's code is sent, when it is sent.

    Raises `FactorProofMissing` for who has none.
    """
    first = _best(_hers(unit, session, channels))
    keep_draft(unit, visit, _DRAFT, {"act": act, "means": first.kind, "proved_at": ""}, now)
    if channel := channel_named(first.kind):
        send_unless_coming(unit, session.patient_id, channel, CodePurpose.FACTOR_PROOF, now)


def proof_asked(
    unit: Unit, session: Session, visit: str, channels: Collection[Channel], now: datetime
) -> tuple[str, Factor, tuple[Factor, ...]]:
    """Return what the proof is for, the factor that is asked, and the others. Raises `FactorProofMissing`."""
    kept, hers = draft(unit, visit, _DRAFT, now), _hers(unit, session, channels)
    if not kept:
        raise FactorProofMissing
    asked = next((one for one in hers if one.kind == kept["means"]), None) or _best(hers)
    return kept["act"], asked, tuple(one for one in hers if one.kind != asked.kind)


def ask_proof_by(
    unit: Unit, session: Session, visit: str, kind: str, channels: Collection[Channel], now: datetime
) -> bool:
    """Ask for another factor, or for another code of the same; tell whether a code was sent.

    Raises `FactorProofMissing`, `CodeSentJustNow`.
    """
    kept = draft(unit, visit, _DRAFT, now)
    if not kept or kind not in [one.kind for one in _hers(unit, session, channels)]:
        raise FactorProofMissing
    keep_draft(unit, visit, _DRAFT, {**kept, "means": kind}, now)
    channel = channel_named(kind)
    if channel is not None:
        send_code(unit, session.patient_id, channel, CodePurpose.FACTOR_PROOF, now)
    return channel is not None


def give_proof(unit: Unit, session: Session, visit: str, typed: str, network: str, now: datetime) -> bool:
    """Tell whether a live code was typed, and use it up: the act it was asked for is open for ten minutes.

    Raises `FactorProofMissing`, `TooManyTries`.
    """
    herself = session.patient_id
    kept = draft(unit, visit, _DRAFT, now)
    if not kept:
        raise FactorProofMissing
    hold(unit, herself)
    key = throttle_key(unit, "factor-proof", herself, network)
    check_wait(unit, key, now)
    if prove_factor(unit, herself, typed, CodePurpose.FACTOR_PROOF, now) is None:
        count_failure(unit, key, now, free=LIMITS.free_tries)
        tell_refused(unit, herself, "code", now)
        return False
    forgive(unit, key)
    keep_draft(unit, visit, _DRAFT, {**kept, "proved_at": now.isoformat(), "by": herself.hex()}, now)
    return True


def renew_expired_proof(unit: Unit, session: Session, typed: str, now: datetime) -> bool:
    """Send a new code when the typed one was right but too late; tell whether that was so."""
    channel = expired_code(unit, session.patient_id, CodePurpose.FACTOR_PROOF, typed, now)
    if channel is not None:
        send_unless_coming(unit, session.patient_id, channel, CodePurpose.FACTOR_PROOF, now)
    return channel is not None


def proof_is_fresh(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> bool:
    """Tell whether a live factor was proved for this act less than ten minutes ago, by the person of this session."""
    kept = draft(unit, visit, _DRAFT, now)
    if kept.get("act") != act or kept.get("by") != session.patient_id.hex():
        return False
    return now - datetime.fromisoformat(kept["proved_at"]) <= LIMITS.proof_life


def use_proof(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> None:
    """Use the proof up: the next act asks anew. Raises `FactorProofMissing` without a fresh one."""
    hold(unit, session.patient_id)
    if not proof_is_fresh(unit, session, visit, act, now):
        raise FactorProofMissing
    drop_draft(unit, visit, _DRAFT)


def _hers(unit: Unit, session: Session, channels: Collection[Channel]) -> tuple[Factor, ...]:
    return factors_of(unit, session.patient_id, session.witness, channels)


def _best(hers: tuple[Factor, ...]) -> Factor:
    """Return what is quickest: what she has in her hand, then what comes in a minute, a letter last."""
    order = (FactorKind.TOTP, FactorKind.CARD, FactorKind.SMS, FactorKind.VOICE, FactorKind.LETTER)
    found = next((one for kind in order for one in hers if one.kind is kind), None)
    if found is None:
        raise FactorProofMissing
    return found
