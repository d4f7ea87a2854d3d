"""Credentials given anew, or taken away: what a recovery ends with."""

from datetime import datetime

import sqlalchemy as sa

from dossier.journal import Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit
from dossier.vault import blind_index

from .cards import drop_card
from .codes import drop_sent_codes
from .enrollment import AlreadyKnown
from .open_visits import end_all_sessions
from .rules import check_new_identifier
from .tables import blind_index as index
from .tables import credential, factor

_NO_PASSWORD = ""
"""No password has this hash."""


def kept_password_hash(unit: Unit, patient_id: bytes | None) -> str | None:
    """Return the hash a typed password is held against, None when there is none; nobody costs the same look-up."""
    found = sa.select(credential.c.password_hash).where(credential.c.patient_id == (patient_id or bytes(16)))
    return unit.scalar(found) or None


def renew_password(unit: Unit, patient_id: bytes, password_hash: str, now: datetime) -> None:
    """Put a new password in the place of the old one."""
    _set_password(unit, patient_id, password_hash, now)
    append(unit, Acting(Role.PATIENT, patient_id, patient_id), Event.IDENTITY_CREDENTIALS_SET, now)


def renew_identifier(unit: Unit, patient_id: bytes, identifier: str, now: datetime) -> None:
    """Give a new identifier; the old one is nobody's. Raises `IdentifierUnfit`, `AlreadyKnown`."""
    hold(unit, patient_id)
    digest = blind_index(unit.holder, "identifier", check_new_identifier(identifier))
    hers = sa.and_(index.c.patient_id == patient_id, index.c.field == "identifier")
    before = unit.all(sa.select(index.c.digest).where(hers))
    if not unit.add_new(index, {"field": "identifier", "digest": digest, "patient_id": patient_id}):
        raise AlreadyKnown(field="identifier")
    for row in before:
        unit.execute(index.delete().where(hers, index.c.digest == row.digest))
    append(unit, Acting(Role.PATIENT, patient_id, patient_id), Event.IDENTITY_CREDENTIALS_SET, now)


def close_every_door(unit: Unit, acting: Acting, now: datetime) -> None:
    """End her visits, and let whatever opened until now die: codes sent, the card, the application."""
    end_all_sessions(unit, acting, now)
    drop_sent_codes(unit, acting.patient_id)
    drop_card(unit, acting.patient_id)
    unit.execute(factor.delete().where(factor.c.patient_id == acting.patient_id))


def suspend_credentials(unit: Unit, acting: Acting, now: datetime) -> None:
    """Let nobody in with what is known today, the password told: only a recovery gives an access again."""
    close_every_door(unit, acting, now)
    _set_password(unit, acting.patient_id, _NO_PASSWORD, now)


def _set_password(unit: Unit, patient_id: bytes, password_hash: str, now: datetime) -> None:
    hers = credential.c.patient_id == patient_id
    unit.execute(credential.update().where(hers).values(password_hash=password_hash, set_at=now))
