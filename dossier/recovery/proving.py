"""Proofs that aren't sent: a line of the card, an authenticator's code, the password."""

from datetime import datetime

from dossier.identity import kept_password_hash, use_card_line, use_totp
from dossier.store import Unit

from . import rules
from .keeping import Held, held, visit_digest
from .shapes import CaseState, Outcome, Proof
from .steps import after_answer

_TAKES = rules.ANSWERING | {CaseState.GRANTED}


def give_card_line(unit: Unit, number: str, typed: str, now: datetime, *, visit: str = "") -> Outcome:
    """Take the next code of the printed card, and use it up when it is right.

    Raises `CaseUnknown`, `ChannelRefused`.
    """
    found = held(unit, number, now)
    right = (
        _may_prove(found, Proof.CARD)
        and found.patient_id is not None
        and use_card_line(unit, found.patient_id, typed, now)
    )
    return _answered(unit, found, Proof.CARD, right, visit, now)


def give_totp(unit: Unit, number: str, typed: str, now: datetime, *, visit: str = "") -> Outcome:
    """Take a code of her application, good once. Raises `CaseUnknown`, `ChannelRefused`."""
    found = held(unit, number, now)
    right = (
        _may_prove(found, Proof.TOTP) and found.patient_id is not None and use_totp(unit, found.patient_id, typed, now)
    )
    return _answered(unit, found, Proof.TOTP, right, visit, now)


def password_of_case(unit: Unit, number: str, now: datetime) -> str | None:
    """Return the hash that the slow check of a typed password needs, None for nobody. Raises `CaseUnknown`."""
    return kept_password_hash(unit, held(unit, number, now).patient_id)


def give_password(unit: Unit, number: str, *, right: bool, now: datetime, visit: str = "") -> Outcome:
    """Write down how the check of a password ended. Raises `CaseUnknown`, `ChannelRefused`."""
    found = held(unit, number, now)
    return _answered(unit, found, Proof.PASSWORD, right and found.patient_id is not None, visit, now)


def _may_prove(found: Held, proof: Proof) -> bool:
    """Tell whether it is worth using something up: not in a locked case, nor for what doesn't count."""
    return found.case.state in _TAKES and not rules.why_not(found.case, proof, str(proof))


def _answered(unit: Unit, found: Held, proof: Proof, right: bool, visit: str, now: datetime) -> Outcome:
    outcome, case = rules.proof_answered(found.case, proof, right, visit_digest(unit, visit), now)
    after_answer(unit, found, outcome, case, now)
    return outcome
