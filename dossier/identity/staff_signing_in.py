"""The staff signs in: identifier and password, then a code or a key. Known, unknown or suspended, the answer is one."""

from dataclasses import dataclass
from datetime import datetime

from dossier.store import Unit

from .drafts import draft, drop_draft, keep_draft
from .rules import SIGN_IN_LIFE, canonical_identifier
from .security_keys import KeySite
from .staff import row_of_identifier
from .staff_acts import StaffAct, note_staff_act
from .staff_keys import question_for_key
from .staff_proofs import StaffProof, proof_is_right
from .staff_sessions import open_staff_session
from .throttling import check_wait, count_failure, forgive, throttle_key
from .under_way import SignInExpired

_PURPOSE = "staff-sign-in"


@dataclass(frozen=True, slots=True)
class StaffPasswordFacts:
    """What the password step needs before the slow hashing, which happens outside any transaction."""

    staff_id: bytes | None
    """None for somebody unknown, suspended, or not enrolled yet."""
    password_hash: str | None
    throttle: bytes


def staff_password_facts(unit: Unit, identifier: str, network: str, now: datetime) -> StaffPasswordFacts:
    """Return what the hashing needs. Raises `TooManyTries`."""
    account = unit.holder.digest("staff-throttle", canonical_identifier(identifier).encode())
    key = throttle_key(unit, "staff-password", account, network)
    check_wait(unit, key, now)
    row = row_of_identifier(unit, identifier)
    if row is None or row.suspended_at is not None or row.password_hash is None:
        return StaffPasswordFacts(None, None, key)
    return StaffPasswordFacts(row.staff_id, row.password_hash, key)


def note_staff_password(unit: Unit, visit: str, facts: StaffPasswordFacts, *, right: bool, now: datetime) -> None:
    """Write down how the password step ended; when right, this visit may give its code within twenty minutes."""
    if not right or facts.staff_id is None:
        count_failure(unit, facts.throttle, now)
        drop_draft(unit, visit, _PURPOSE)
        return
    forgive(unit, facts.throttle)
    go_on_to_proof(unit, visit, facts.staff_id, now)


def go_on_to_proof(unit: Unit, visit: str, staff_id: bytes, now: datetime) -> None:
    """Let this visit give her code or her key within twenty minutes. Private to the room."""
    keep_draft(unit, visit, _PURPOSE, {"staff": staff_id.hex(), "at": now.isoformat()}, now)


def staff_key_question(unit: Unit, visit: str, site: KeySite | None, now: datetime) -> str:
    """Return what her browser must be asked to have her key answer; empty when she has none.

    Raises `SignInExpired`. Writes when there is a question.
    """
    return question_for_key(unit, _past_password(unit, visit, now), visit, site, now)


def pass_staff_proof(unit: Unit, proof: StaffProof, now: datetime) -> str | None:
    """Open the desk when the proof is right, and return its token; else count the failure and return None.

    Raises `SignInExpired`, `TooManyTries`.
    """
    staff_id = _past_password(unit, proof.visit, now)
    if not proof_is_right(unit, staff_id, proof, now):
        note_staff_act(unit, staff_id, StaffAct.DESK_OPENED, now, is_done=False)
        return None
    drop_draft(unit, proof.visit, _PURPOSE)
    return open_staff_session(unit, staff_id, now)


def sign_in_is_under_way(unit: Unit, visit: str, now: datetime) -> None:
    """Raise `SignInExpired` unless a right password was given in this visit, less than twenty minutes ago."""
    _past_password(unit, visit, now)


def _past_password(unit: Unit, visit: str, now: datetime) -> bytes:
    kept = draft(unit, visit, _PURPOSE, now)
    if not kept or now - datetime.fromisoformat(kept["at"]) > SIGN_IN_LIFE:
        raise SignInExpired
    return bytes.fromhex(kept["staff"])
