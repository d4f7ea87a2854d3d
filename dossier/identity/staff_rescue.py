"""Rescue codes of the staff: ten on paper, each good once, for whoever is without her application."""

import secrets
from datetime import datetime

import sqlalchemy as sa

from dossier.store import Unit
from dossier.vault import canonical

from .rules import canonical_code
from .staff_acts import StaffAct, note_staff_act
from .staff_sessions import StaffSession
from .staff_tables import staff_rescue_code

RESCUE_CODES = 10
RESCUE_DIGITS = 10
"""More than an application's code has: one box takes both, and a guess is right once in a thousand million."""


def new_rescue_codes(unit: Unit, session: StaffSession, now: datetime) -> tuple[str, ...]:
    """Make ten codes in the place of those she has; return them, this once: digests are kept."""
    unit.execute(staff_rescue_code.delete().where(staff_rescue_code.c.staff_id == session.staff_id))
    codes = tuple(f"{secrets.randbelow(10**RESCUE_DIGITS):0{RESCUE_DIGITS}d}" for _ in range(RESCUE_CODES))
    for code in codes:
        digest = _digest(unit, session.staff_id, code)
        unit.put(staff_rescue_code, {"code_digest": digest, "staff_id": session.staff_id})
    note_staff_act(unit, session.staff_id, StaffAct.RESCUE_CODES_MADE, now)
    return codes


def rescue_codes_left(unit: Unit, staff_id: bytes) -> int:
    """Return how many of her codes weren't used yet."""
    hers = staff_rescue_code.c.staff_id == staff_id
    left: int = unit.scalar(sa.select(sa.func.count()).select_from(staff_rescue_code).where(hers))
    return left


def use_rescue_code(unit: Unit, staff_id: bytes, typed: str, now: datetime) -> bool:
    """Tell whether this is one of her codes, and use it up in one statement. Private to the room."""
    mine = staff_rescue_code.c.code_digest == _digest(unit, staff_id, canonical_code(typed))
    if unit.execute(staff_rescue_code.delete().where(mine)).rowcount != 1:
        return False
    note_staff_act(unit, staff_id, StaffAct.RESCUE_CODE_USED, now)
    return True


def _digest(unit: Unit, staff_id: bytes, code: str) -> bytes:
    return unit.holder.digest("staff-rescue", canonical(staff_id, code.encode()))
