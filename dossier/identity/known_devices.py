"""Computers that somebody said are hers. A known one relaxes throttling for her account; it never replaces a factor."""

import secrets
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from dossier.store import Unit

from .limits import LIMITS
from .tables import known_device


def remember_device(unit: Unit, patient_id: bytes, now: datetime) -> str:
    """Know this computer for this person from now on; return the token for its cookie.

    Computers not seen for half a year are forgotten on the way.
    """
    unit.execute(known_device.delete().where(known_device.c.seen_at < now - LIMITS.device_life))
    token = secrets.token_urlsafe(24)
    row = {"device_digest": sha256(token.encode()).digest(), "patient_id": patient_id, "seen_at": now}
    unit.execute(known_device.insert(), row)
    return token


def device_is_known(unit: Unit, device: str, patient_id: bytes | None, now: datetime) -> bool:
    """Tell whether this is one of this person's computers. Asked for nobody, and without a token, at the same cost."""
    found = sa.select(known_device.c.patient_id, known_device.c.seen_at)
    row = unit.first(found.where(known_device.c.device_digest == sha256(device.encode()).digest()))
    return row is not None and row.patient_id == patient_id and now - row.seen_at <= LIMITS.device_life


def forget_devices(unit: Unit, patient_id: bytes) -> None:
    """Know none of her computers any more."""
    unit.execute(known_device.delete().where(known_device.c.patient_id == patient_id))
