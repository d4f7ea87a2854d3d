"""The password once more, before an act that loses something: good for ten minutes, one act and one record."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from dossier.journal import Event, append
from dossier.policy import Acting, Role
from dossier.store import Unit

from .drafts import draft, drop_draft, keep_draft
from .sessions import Session
from .signing_in import PasswordFacts
from .tables import credential
from .throttling import check_wait, count_failure, forgive, throttle_key

PASSWORD_AGAIN_LIFE = timedelta(minutes=10)
_TOLD_AT = 5


def password_again_facts(unit: Unit, session: Session, network: str, now: datetime) -> PasswordFacts:
    """Return what the hashing needs: the password is that of the person who signed in. Raises `TooManyTries`."""
    key = throttle_key(unit, "password-again", session.patient_id, network)
    check_wait(unit, key, now)
    kept = unit.scalar(sa.select(credential.c.password_hash).where(credential.c.patient_id == session.patient_id))
    return PasswordFacts("", session.patient_id, kept, key)


def note_password_again(
    unit: Unit, session: Session, visit: str, act: str, facts: PasswordFacts, *, right: bool, now: datetime
) -> None:
    """Write down how it ended; a right password is good for one `act` (up to 14 signs) in the record now open."""
    herself = session.patient_id
    if not right:
        if count_failure(unit, facts.throttle, now) == _TOLD_AT:
            append(unit, Acting(Role.STRANGER, herself), Event.IDENTITY_SIGN_IN_REFUSED, now, {"step": "password"})
        return
    forgive(unit, facts.throttle)
    append(unit, Acting(Role.PATIENT, herself, herself), Event.IDENTITY_PASSWORD_ACCEPTED, now)
    keep_draft(unit, visit, _purpose(act), {"record": session.record_id.hex(), "at": now.isoformat()}, now)


def password_was_given_again(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> bool:
    """Tell whether the password was given again for this act, in this record, less than ten minutes ago."""
    kept = draft(unit, visit, _purpose(act), now)
    if kept.get("record") != session.record_id.hex():
        return False
    return now - datetime.fromisoformat(kept["at"]) <= PASSWORD_AGAIN_LIFE


def use_password_again(unit: Unit, session: Session, visit: str, act: str, now: datetime) -> bool:
    """Tell the same, and use it up: the next act asks anew."""
    given = password_was_given_again(unit, session, visit, act, now)
    drop_draft(unit, visit, _purpose(act))
    return given


def _purpose(act: str) -> str:
    return f"again:{act}"
