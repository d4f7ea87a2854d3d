"""The first time at a desk: the operator's code, a password of one's own, and one's app. Nobody else knows either."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dossier.base import SignCodeMistyped, canonical_sign_code
from dossier.store import Unit

from .drafts import draft, drop_draft, keep_draft
from .rules import SIGN_IN_LIFE, canonical_code, canonical_identifier
from .staff import bound, enrollment_digest, names_of, row_of_identifier
from .staff_sessions import open_staff_session
from .staff_tables import staff_member
from .throttling import check_wait, count_failure, forgive, throttle_key
from .totp import STEP_SECONDS, code_at, key_uri, new_secret, step_of
from .under_way import SignInExpired

_PURPOSE = "staff-enrollment"


@dataclass(frozen=True, slots=True)
class NewApp:
    """What sets an app up: the secret to type, and the same as an `otpauth:` address."""

    secret: str
    address: str


def begin_staff_enrollment(
    unit: Unit, visit: str, identifier: str, typed_code: str, network: str, now: datetime
) -> bool:
    """Tell whether identifier and enrollment code go together; this visit may then choose a password.

    Raises `TooManyTries`. An identifier nobody has, a wrong code and a late one are told alike.
    """
    account = unit.holder.digest("staff-throttle", canonical_identifier(identifier).encode())
    key = throttle_key(unit, "staff-enrollment", account, network)
    check_wait(unit, key, now)
    row = row_of_identifier(unit, identifier)
    if row is None or not _is_code(unit, row, typed_code, now):
        count_failure(unit, key, now)
        return False
    forgive(unit, key)
    fields = {"staff": row.staff_id.hex(), "code": row.enrollment_digest.hex(), "at": now.isoformat()}
    keep_draft(unit, visit, _PURPOSE, fields, now)
    return True


def keep_first_password(unit: Unit, visit: str, password_hash: str, now: datetime) -> None:
    """Keep the hash of the password she chose, and make the secret of her app. Raises `SignInExpired`."""
    fields = _under_way(unit, visit, now)
    keep_draft(unit, visit, _PURPOSE, {**fields, "password": password_hash, "secret": new_secret()}, now)


def enrollment_is_under_way(unit: Unit, visit: str, now: datetime) -> None:
    """Raise `SignInExpired` unless the enrollment code was given in this visit."""
    _under_way(unit, visit, now)


def new_app(unit: Unit, visit: str, now: datetime) -> NewApp:
    """Return what sets her app up. Raises `SignInExpired`, also before a password was chosen."""
    fields = _with_secret(unit, visit, now)
    staff_id = bytes.fromhex(fields["staff"])
    row = unit.first(sa.select(staff_member.c.sealed).where(staff_member.c.staff_id == staff_id))
    identifier = names_of(unit, staff_id, row.sealed)[0] if row else ""
    return NewApp(fields["secret"], key_uri(fields["secret"], identifier))


def finish_staff_enrollment(unit: Unit, visit: str, typed: str, now: datetime) -> str | None:
    """Keep password and app when the app's first code is right; open the desk and return its token, else None.

    Raises `SignInExpired`: also when the enrollment code was used or replaced meanwhile, or the account suspended.
    """
    fields = _with_secret(unit, visit, now)
    step = step_of(fields["secret"], canonical_code(typed), now, -1)
    if step is None:
        return None
    staff_id = bytes.fromhex(fields["staff"])
    mine = sa.and_(
        staff_member.c.staff_id == staff_id,
        staff_member.c.enrollment_digest == bytes.fromhex(fields["code"]),
        staff_member.c.suspended_at.is_(None),
    )
    values = {
        "password_hash": fields["password"],
        "totp_sealed": unit.holder.wrap(fields["secret"].encode(), bound("totp", staff_id)),
        "totp_step": step,
        "totp_drift": 0,
        "enrollment_digest": None,
        "enrollment_until": None,
    }
    if unit.execute(staff_member.update().where(mine).values(values)).rowcount != 1:
        raise SignInExpired
    drop_draft(unit, visit, _PURPOSE)
    return open_staff_session(unit, staff_id, now)


def enroll_staff(unit: Unit, identifier: str, password_hash: str, secret: str) -> None:
    """Give somebody these means without her: for the invented staff of a demonstration alone."""
    row = row_of_identifier(unit, identifier)
    assert row is not None
    assert unit.holder.demo
    values = {
        "password_hash": password_hash,
        "totp_sealed": unit.holder.wrap(secret.encode(), bound("totp", row.staff_id)),
        "enrollment_digest": None,
        "enrollment_until": None,
    }
    unit.execute(staff_member.update().where(staff_member.c.staff_id == row.staff_id).values(values))


def staff_code(unit: Unit, identifier: str, now: datetime) -> tuple[str, datetime] | None:
    """Return the next code of somebody's app that wasn't taken yet, and since when it is good; None if unknown.

    For a demonstration alone, where codes are no secret.
    """
    row = row_of_identifier(unit, identifier)
    if row is None or row.totp_sealed is None or not unit.holder.demo:
        return None
    secret = unit.holder.unwrap(row.totp_sealed, bound("totp", row.staff_id)).decode()
    step = max(int(now.timestamp()) // STEP_SECONDS, -1 if row.totp_step is None else row.totp_step + 1)
    return code_at(secret, step), datetime.fromtimestamp((step - 1) * STEP_SECONDS, UTC)


def _is_code(unit: Unit, row: sa.Row[Any], typed: str, now: datetime) -> bool:
    if row.enrollment_digest is None or row.enrollment_until < now:
        return False
    try:
        code = canonical_sign_code(typed)
    except SignCodeMistyped:
        return False
    return bool(enrollment_digest(unit, row.staff_id, code) == row.enrollment_digest)


def _under_way(unit: Unit, visit: str, now: datetime) -> dict[str, str]:
    fields = draft(unit, visit, _PURPOSE, now)
    if not fields or now - datetime.fromisoformat(fields["at"]) > SIGN_IN_LIFE:
        raise SignInExpired
    return fields


def _with_secret(unit: Unit, visit: str, now: datetime) -> dict[str, str]:
    fields = _under_way(unit, visit, now)
    if "secret" not in fields:
        raise SignInExpired
    return fields
