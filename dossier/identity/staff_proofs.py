"""What proves, beside the password, that somebody of the staff is there herself: her app's code, or her key. No SMS."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit

from .rules import canonical_code
from .security_keys import KeySite
from .staff import bound
from .staff_keys import key_is_right
from .staff_sessions import StaffSession, end_desk, note_proof
from .staff_tables import staff_member
from .throttling import check_wait, count_failure, forgive, throttle_key
from .totp import step_of

_TRIES_AT_A_LOCKED_DESK = 5


@dataclass(frozen=True, slots=True)
class StaffProof:
    """What was given: a code of the app, or a key's answer to the question put in this visit."""

    visit: str
    network: str
    code: str = ""
    key_answer: str = ""
    site: KeySite | None = None


def proof_is_right(unit: Unit, staff_id: bytes, proof: StaffProof, now: datetime) -> bool:
    """Tell whether a proof is right, and use it up. Failures count, from this network and from anywhere.

    Raises `TooManyTries`. Private to the room.
    """
    near = throttle_key(unit, "staff-code", staff_id, proof.network)
    anywhere = throttle_key(unit, "staff-code", staff_id, "")
    check_wait(unit, near, now)
    check_wait(unit, anywhere, now)
    if proof.key_answer:
        right = key_is_right(unit, staff_id, proof.visit, proof.key_answer, proof.site, now)
    else:
        right = _use_totp(unit, staff_id, proof.code, now)
    if not right:
        count_failure(unit, near, now)
        count_failure(unit, anywhere, now, free=20)
        return False
    forgive(unit, near)
    forgive(unit, anywhere)
    return True


def prove_again(unit: Unit, session: StaffSession, proof: StaffProof, now: datetime) -> bool:
    """Take a fresh proof at a desk: it opens when it was locked, and sensitive acts may follow for ten minutes.

    Five wrong ones at a locked desk end it. Raises `TooManyTries`.
    """
    tries = throttle_key(unit, "staff-desk", session.token_digest, "")
    if proof_is_right(unit, session.staff_id, proof, now):
        forgive(unit, tries)
        note_proof(unit, session, now)
        return True
    if count_failure(unit, tries, now) >= _TRIES_AT_A_LOCKED_DESK:
        end_desk(unit, session, now)
    return False


def _use_totp(unit: Unit, staff_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether the app's code is right; its step is taken in one statement, so that it opens once only."""
    row = unit.first(
        sa.select(staff_member.c.totp_sealed, staff_member.c.totp_step).where(staff_member.c.staff_id == staff_id)
    )
    if row is None or row.totp_sealed is None:
        return False
    secret = unit.holder.unwrap(row.totp_sealed, bound("totp", staff_id)).decode()
    step = step_of(secret, canonical_code(typed), now, -1 if row.totp_step is None else row.totp_step)
    if step is None:
        return False
    earlier = sa.or_(staff_member.c.totp_step.is_(None), staff_member.c.totp_step < step)
    mine = sa.and_(staff_member.c.staff_id == staff_id, earlier)
    return unit.execute(staff_member.update().where(mine).values(totp_step=step)).rowcount == 1
