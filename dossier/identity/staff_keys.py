"""The security keys of the staff: added, asked for, removed. Each question is good for one answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.base import new_id
from dossier.store import Unit

from .drafts import draft, drop_draft, keep_draft
from .security_keys import KeySite, asking_options, credential_of, made_key, making_options, uses_after
from .staff_sessions import StaffSession
from .staff_tables import staff_key

MOST_KEYS = 5
_QUESTION_LIFE = timedelta(minutes=10)
_MAKING, _ASKING = "staff-key-new", "staff-key"


@dataclass(frozen=True, slots=True)
class StaffKey:
    """A security key of somebody's."""

    key_id: bytes
    added_at: datetime


def keys_of(unit: Unit, staff_id: bytes) -> list[StaffKey]:
    """Return somebody's keys, oldest first."""
    wanted = sa.select(staff_key.c.key_id, staff_key.c.added_at).where(staff_key.c.staff_id == staff_id)
    return [StaffKey(*row) for row in unit.all(wanted.order_by(staff_key.c.added_at, staff_key.c.key_id))]


def question_to_make_key(unit: Unit, session: StaffSession, visit: str, site: KeySite, now: datetime) -> str:
    """Return what the browser must be asked to make a key, as JSON. Writes: the challenge is kept."""
    challenge = _new_challenge(unit, visit, _MAKING, now)
    known = _credentials(unit, session.staff_id)
    return making_options(site, session.staff_id, session.identifier, challenge, known)


def add_key(unit: Unit, session: StaffSession, visit: str, answer: str, site: KeySite, now: datetime) -> bool:
    """Keep the key that answered; tell whether it was a right answer and there was room for one more."""
    challenge = _taken_challenge(unit, visit, _MAKING, now)
    made = made_key(site, answer, challenge) if challenge else None
    if made is None or len(_credentials(unit, session.staff_id)) >= MOST_KEYS:
        return False
    row = {
        "key_id": new_id(),
        "staff_id": session.staff_id,
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "uses": made.uses,
        "added_at": now,
    }
    return unit.add_new(staff_key, row)


def remove_key(unit: Unit, session: StaffSession, key_id: bytes) -> None:
    """Take one of her own keys away; another's is left alone."""
    unit.execute(staff_key.delete().where(staff_key.c.key_id == key_id, staff_key.c.staff_id == session.staff_id))


def question_for_key(unit: Unit, staff_id: bytes, visit: str, site: KeySite | None, now: datetime) -> str:
    """Return what the browser must be asked to have one of her keys answer; empty when she has none.

    Writes when there is a question: its challenge is kept.
    """
    known = _credentials(unit, staff_id) if site else []
    if site is None or not known:
        return ""
    return asking_options(site, _new_challenge(unit, visit, _ASKING, now), known)


def key_is_right(unit: Unit, staff_id: bytes, visit: str, answer: str, site: KeySite | None, now: datetime) -> bool:
    """Tell whether one of her own keys answered the question last put in this visit; the question is used up."""
    challenge = _taken_challenge(unit, visit, _ASKING, now)
    if site is None or challenge is None:
        return False
    mine = sa.and_(staff_key.c.staff_id == staff_id, staff_key.c.credential_id == credential_of(answer))
    row = unit.first(sa.select(staff_key).where(mine).with_for_update())
    uses = None if row is None else uses_after(site, answer, challenge, row.public_key, row.uses)
    if uses is None:
        return False
    unit.execute(staff_key.update().where(mine).values(uses=uses))
    return True


def _credentials(unit: Unit, staff_id: bytes) -> list[bytes]:
    wanted = sa.select(staff_key.c.credential_id).where(staff_key.c.staff_id == staff_id)
    return [row[0] for row in unit.all(wanted)]


def _new_challenge(unit: Unit, visit: str, purpose: str, now: datetime) -> bytes:
    challenge = secrets.token_bytes(32)
    keep_draft(unit, visit, purpose, {"challenge": challenge.hex(), "at": now.isoformat()}, now)
    return challenge


def _taken_challenge(unit: Unit, visit: str, purpose: str, now: datetime) -> bytes | None:
    kept = draft(unit, visit, purpose, now)
    drop_draft(unit, visit, purpose)
    if not kept or now - datetime.fromisoformat(kept["at"]) > _QUESTION_LIFE:
        return None
    return bytes.fromhex(kept["challenge"])
