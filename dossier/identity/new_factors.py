"""New means of signing in: a telephone, once the code sent to it came back; an application, once its code is right."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from dossier.journal import hold
from dossier.store import Unit
from dossier.vault import key_of

from .addresses import Channel, code_address
from .codes import CodePurpose, send_code, use_code
from .contacts import ContactKind, change_contact
from .drafts import draft, drop_draft, keep_draft
from .factor_notices import Change, act_of, decide, herself_in, notify, require_proof, told
from .factor_proof import use_proof
from .factors import FactorKind, totp_place
from .phones import canonical_phone
from .queries import person_of
from .rules import canonical_code
from .sessions import Session
from .throttling import check_wait, count_failure, forgive, throttle_key
from .totp import new_secret, step_of

_NUMBER_DRAFT, _SECRET_DRAFT = "factor-number", "factor-secret"
_CONTACT_OF = {FactorKind.SMS: ContactKind.MOBILE, FactorKind.VOICE: ContactKind.LANDLINE}
T = TypeVar("T")


def try_number(
    unit: Unit, session: Session, visit: str, kind: FactorKind, typed: str, now: datetime, *, fiction: bool = True
) -> str:
    """Send a code to a telephone number that she wants to use, and return the number as it was understood.

    `fiction`: whether numbers kept for fiction are taken. Raises `PhoneUnfit`, `FactorProofMissing`, `CodeSentJustNow`.
    """
    number = canonical_phone(typed, mobile=kind is FactorKind.SMS, fiction=fiction)
    require_proof(unit, session, visit, kind, now)
    send_code(unit, session.patient_id, _channel(kind), CodePurpose.NEW_NUMBER, now, to=number)
    keep_draft(unit, visit, _NUMBER_DRAFT, {"kind": kind, "number": number}, now)
    return number


def number_tried(unit: Unit, visit: str, kind: FactorKind, now: datetime) -> str:
    """Return the number to which a code was sent in this visit, or an empty text."""
    kept = draft(unit, visit, _NUMBER_DRAFT, now)
    return kept["number"] if kept.get("kind") == kind else ""


def take_number(
    unit: Unit, session: Session, visit: str, kind: FactorKind, typed: str, network: str, now: datetime
) -> bool:
    """Use the number from now on, when the code sent to it was typed; tell whether it was.

    The old and the new number are told. Raises `FactorProofMissing`, `TooManyTries`.
    """
    acting, herself = herself_in(session), session.patient_id
    require_proof(unit, session, visit, kind, now)
    number = number_tried(unit, visit, kind, now)
    with_code = number and _guarded(
        unit, session, network, now, lambda: use_code(unit, herself, CodePurpose.NEW_NUMBER, typed, now, about=number)
    )
    if not with_code:
        return False
    use_proof(unit, session, visit, act_of("set", kind), now)
    before = person_of(unit, herself, session.witness)
    change: Change = "replaced" if code_address(before, _channel(kind)) else "added"
    witness = told(unit, acting, change, kind, now)
    change_contact(unit, acting, _CONTACT_OF[kind], number, now)
    decide(unit, herself, kind, witness, now, is_on=True)
    drop_draft(unit, visit, _NUMBER_DRAFT)
    notify(unit, acting, change, kind, person_of(unit, herself, witness), now, before)
    return True


def offer_secret(unit: Unit, session: Session, visit: str, now: datetime) -> str:
    """Return the secret for her application, the same until it is taken. Raises `FactorProofMissing`."""
    require_proof(unit, session, visit, FactorKind.TOTP, now)
    kept = draft(unit, visit, _SECRET_DRAFT, now)
    secret = kept.get("secret") or new_secret()
    if not kept:
        keep_draft(unit, visit, _SECRET_DRAFT, {"secret": secret}, now)
    return secret


def take_secret(unit: Unit, session: Session, visit: str, typed: str, network: str, now: datetime) -> bool:
    """Take the application as a means, when it shows the right code; tell whether it did.

    Raises `FactorProofMissing`, `TooManyTries`.
    """
    acting, herself = herself_in(session), session.patient_id
    secret = offer_secret(unit, session, visit, now)
    step = _guarded(unit, session, network, now, lambda: step_of(secret, canonical_code(typed), now, 0))
    if step is None:
        return False
    use_proof(unit, session, visit, act_of("set", FactorKind.TOTP), now)
    witness = told(unit, acting, "added", FactorKind.TOTP, now)
    sealed = key_of(unit, herself).seal(secret.encode(), totp_place())
    decide(unit, herself, FactorKind.TOTP, witness, now, is_on=True, sealed=sealed, last_step=step)
    drop_draft(unit, visit, _SECRET_DRAFT)
    notify(unit, acting, "added", FactorKind.TOTP, person_of(unit, herself, witness), now)
    return True


def _channel(kind: FactorKind) -> Channel:
    return "sms" if kind is FactorKind.SMS else "voice"


def _guarded(unit: Unit, session: Session, network: str, now: datetime, check: Callable[[], T | None]) -> T | None:
    """Check a typed code once, counting failures. Raises `TooManyTries`."""
    hold(unit, session.patient_id)
    key = throttle_key(unit, "new-factor", session.patient_id, network)
    check_wait(unit, key, now)
    found = check()
    if found is None:
        count_failure(unit, key, now)
    else:
        forgive(unit, key)
    return found
