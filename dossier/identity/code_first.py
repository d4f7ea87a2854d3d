"""The code before the password, once many wrong passwords came: known or not, the same questions and the same work.

Both are needed to enter, in either order. Codes of six digits can be guessed in time, so past the soft limit only the
longer ones count before the password: a line of the card, or a letter's. A computer that is known isn't asked at all.
"""

from datetime import datetime

from dossier.journal import Audience, Event, append, hold
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import tables
from .addresses import Channel
from .codes import CodePurpose
from .factors import hints_of, prove_factor
from .guarding import Caller, code_comes_first, place_of, tell_refused
from .limits import LIMITS
from .means import send_unless_coming
from .queries import person_of
from .rules import canonical_code
from .signing_in import patient_with
from .throttling import check_wait, count_failure, count_in_window, counted, forgive, is_waiting, throttle_key
from .under_way import NO_IDENTIFIER, SignInExpired, under_way, with_identifier

_NOBODY = bytes(16)
_SHORT = 6
_TOLD_AT = 5


def code_is_asked_first(unit: Unit, visit: str, caller: Caller, now: datetime) -> bool:
    """Tell whether this visitor may begin with the code: past a limit, or while her network waits for the password.

    Raises `SignInExpired`.
    """
    row = under_way(unit, visit, now)
    if row.patient_id is not None or row.code_given or row.identifier_digest == NO_IDENTIFIER:
        return False
    place = place_of(unit, caller, patient_with(unit, row), now)
    waits = is_waiting(unit, throttle_key(unit, "password", row.identifier_digest, place.name), now)
    return waits or (not place.is_known and code_comes_first(unit, row.identifier_digest, now))


def give_first_code(unit: Unit, visit: str, typed: str, caller: Caller, now: datetime) -> bool:
    """Tell whether a live code was typed, use it up, and go on to the password.

    Raises `SignInExpired`, `TooManyTries` for this account from this network.
    """
    row = with_identifier(unit, visit, now)
    if row.code_given:
        return True
    if not code_is_asked_first(unit, visit, caller, now):
        raise SignInExpired
    patient_id = patient_with(unit, row)
    hold(unit, patient_id or _NOBODY)
    near = throttle_key(unit, "first-code", row.identifier_digest, caller.network)
    short = throttle_key(unit, "first-code-short", row.identifier_digest, "")
    check_wait(unit, near, now)
    is_short = len(canonical_code(typed)) <= _SHORT
    allowed = counted(unit, [short], now) < LIMITS.soft_limit or not is_short
    right = allowed and prove_factor(unit, patient_id or _NOBODY, typed, CodePurpose.SIGN_IN, now) is not None
    if not right:
        if is_short:
            count_in_window(unit, short, now, LIMITS.soft_window)
        if count_failure(unit, near, now, free=LIMITS.free_tries) == _TOLD_AT:
            tell_refused(unit, patient_id, "code", now, held=True)
        return False
    forgive(unit, near)
    mine = tables.sign_in.c.token_digest == row.token_digest
    unit.execute(tables.sign_in.update().where(mine).values(code_given=True))
    return True


def send_first_code(unit: Unit, visit: str, channel: Channel, caller: Caller, now: datetime) -> None:
    """Send a code to what is on file, if anything is, and say nothing of it. Raises `SignInExpired`.

    Anybody may ask, so one leaves now and then only: ten minutes for a telephone, a week for a letter.
    """
    row = with_identifier(unit, visit, now)
    if not code_is_asked_first(unit, visit, caller, now):
        raise SignInExpired
    patient_id = patient_with(unit, row)
    asked = throttle_key(unit, "first-code-ask", row.identifier_digest, channel)
    often = counted(unit, [asked], now) >= LIMITS.asks_before_password
    count_in_window(unit, asked, now, LIMITS.soft_window)
    if patient_id is None or often:
        return
    acting = Acting(Role.STRANGER, patient_id)
    witness = append(unit, acting, Event.IDENTITY_CODE_ASKED, now, {"channel": channel}, Audience.NOT_PATIENT)
    if channel in hints_of(unit, patient_id, person_of(unit, patient_id, witness), (channel,)):
        send_unless_coming(unit, patient_id, channel, CodePurpose.SIGN_IN, now, by_stranger=True)
