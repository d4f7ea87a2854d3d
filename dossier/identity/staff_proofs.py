"""What proves, beside the password, that somebody of the staff is there herself: her app, her key, a rescue code.

No SMS. An app whose clock is off is set right by two codes in a row.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit

from .rules import canonical_code
from .security_keys import KeySite
from .staff import bound
from .staff_acts import StaffAct, note_staff_act
from .staff_keys import key_is_right
from .staff_rescue import use_rescue_code
from .staff_sessions import StaffSession, end_desk, note_proof
from .staff_tables import staff_member
from .throttling import check_wait, count_failure, forgive, throttle_key
from .totp import STEP_SECONDS, drift_of, step_of

_TRIES_AT_A_LOCKED_DESK = 5


@dataclass(frozen=True, slots=True)
class StaffProof:
    """What was given: a code of the app or of the rescue sheet, or a key's answer to the question of this visit."""

    visit: str
    network: str
    code: str = ""
    next_code: str = ""
    """The code that the app showed right after; only where its clock is set right."""
    key_answer: str = ""
    site: KeySite | None = None


@dataclass(frozen=True, slots=True)
class _App:
    """Her application: its secret, the last step whose code was taken, by how many steps its clock is off."""

    secret: str
    last_step: int
    drift: int


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
    elif proof.next_code:
        right = _set_clock(unit, staff_id, proof, now)
    else:
        right = _use_totp(unit, staff_id, proof.code, now) or use_rescue_code(unit, staff_id, proof.code, now)
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
    app = _app_of(unit, staff_id)
    step = None if app is None else step_of(app.secret, canonical_code(typed), now, app.last_step, app.drift)
    return step is not None and _take(unit, staff_id, step)


def _set_clock(unit: Unit, staff_id: bytes, proof: StaffProof, now: datetime) -> bool:
    """Tell whether two codes followed each other in her app, and keep by how much its clock is off."""
    app = _app_of(unit, staff_id)
    if app is None:
        return False
    both = canonical_code(proof.code), canonical_code(proof.next_code)
    drift = drift_of(app.secret, *both, now, app.last_step)
    if drift is None or not _take(unit, staff_id, int(now.timestamp()) // STEP_SECONDS + drift, totp_drift=drift):
        return False
    note_staff_act(unit, staff_id, StaffAct.CLOCK_SET, now)
    return True


def _app_of(unit: Unit, staff_id: bytes) -> _App | None:
    columns = (staff_member.c[name] for name in ("totp_sealed", "totp_step", "totp_drift"))
    row = unit.first(sa.select(*columns).where(staff_member.c.staff_id == staff_id))
    if row is None or row.totp_sealed is None:
        return None
    secret = unit.holder.unwrap(row.totp_sealed, bound("totp", staff_id)).decode()
    return _App(secret, -1 if row.totp_step is None else row.totp_step, row.totp_drift)


def _take(unit: Unit, staff_id: bytes, step: int, **values: int) -> bool:
    earlier = sa.or_(staff_member.c.totp_step.is_(None), staff_member.c.totp_step < step)
    mine = sa.and_(staff_member.c.staff_id == staff_id, earlier)
    return unit.execute(staff_member.update().where(mine).values(totp_step=step, **values)).rowcount == 1
