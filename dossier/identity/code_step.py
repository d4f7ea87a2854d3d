"""The code after the password: which one is asked, another means, another code, and the session it opens."""

from dataclasses import dataclass
from datetime import datetime

from dossier.journal import hold
from dossier.store import Unit

from . import tables
from .addresses import channel_named
from .cards import next_line
from .codes import CodePurpose, code_on_its_way, expired_code, send_code
from .factors import FactorKind, prove_factor
from .guarding import Caller, place_of, tell_refused
from .limits import LIMITS
from .means import hints_in, means_she_has, send_unless_coming
from .sessions import OpenSession
from .signing_in import enter
from .throttling import check_wait, count_failure, forgive, throttle_key
from .under_way import past_password


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """What to ask for: a line of the card, a code that was sent, one of her application, or nothing (`means` empty)."""

    means: FactorKind | None
    line: int | None
    hint: str
    """The end of the telephone's number, or the town."""
    others: tuple[FactorKind, ...]
    """The other ways this person has."""


def code_question(unit: Unit, visit: str, now: datetime) -> CodeQuestion:
    """Return which code to ask for. Raises `SignInExpired` (also before the password was right)."""
    row = past_password(unit, visit, now)
    hints = hints_in(unit, row)
    has = means_she_has(unit, row.patient_id, hints)
    # The means may have gone since: another window of hers took it out.
    means = next((kind for kind in has if kind == row.means), next(iter(has), None))
    others = tuple(kind for kind in has if kind != means)
    return CodeQuestion(means, next_line(unit, row.patient_id), hints.get(means or "", ""), others)


def change_means(unit: Unit, visit: str, means: str, now: datetime) -> bool:
    """Use another means; tell whether a code was sent for it. Nothing changes for means she hasn't.

    A letter that is still coming isn't sent again. Raises `SignInExpired`, `CodeSentJustNow`.
    """
    row = past_password(unit, visit, now)
    if means not in means_she_has(unit, row.patient_id, hints_in(unit, row)):
        return False
    mine = tables.sign_in.c.token_digest == row.token_digest
    unit.execute(tables.sign_in.update().where(mine).values(means=means))
    channel = channel_named(means)
    coming = channel == "letter" and code_on_its_way(unit, row.patient_id, channel, CodePurpose.SIGN_IN, now)
    if channel is None or coming:
        return False
    send_code(unit, row.patient_id, channel, CodePurpose.SIGN_IN, now)
    return True


def send_again(unit: Unit, visit: str, now: datetime) -> bool:
    """Send another code by the means now asked for; tell whether it is one that is sent.

    Raises `SignInExpired`, `CodeSentJustNow`.
    """
    row = past_password(unit, visit, now)
    channel = channel_named(code_question(unit, visit, now).means or "")
    if channel is not None:
        send_code(unit, row.patient_id, channel, CodePurpose.SIGN_IN, now)
    return channel is not None


def pass_code(
    unit: Unit, visit: str, typed: str, caller: Caller, *, at_home: bool, now: datetime
) -> OpenSession | None:
    """Open a session when the code is right, else count the failure and return None.

    Raises `SignInExpired`, `TooManyTries`. The code is used up in the same transaction.
    """
    row = past_password(unit, visit, now)
    hold(unit, row.patient_id)  # guesses sent at once are counted one after the other, each before the next
    place = place_of(unit, caller, row.patient_id, now)
    near = throttle_key(unit, "code", row.patient_id, place.name)
    everywhere = throttle_key(unit, "code-anywhere", row.patient_id, place.name if place.is_known else "")
    check_wait(unit, near, now)
    check_wait(unit, everywhere, now)
    if prove_factor(unit, row.patient_id, typed, CodePurpose.SIGN_IN, now) is None:
        count_failure(unit, near, now, free=LIMITS.free_tries)
        count_failure(unit, everywhere, now, free=LIMITS.codes_anywhere)
        tell_refused(unit, row.patient_id, "code", now)
        return None
    forgive(unit, near)
    forgive(unit, everywhere)
    return enter(unit, visit, row.patient_id, at_home=at_home, now=now)


def renew_expired_code(unit: Unit, visit: str, typed: str, now: datetime) -> bool:
    """Send a new code when the typed one was right but too late; tell whether that was so. Raises `SignInExpired`."""
    row = past_password(unit, visit, now)
    channel = expired_code(unit, row.patient_id, CodePurpose.SIGN_IN, typed, now)
    if channel is None or channel not in means_she_has(unit, row.patient_id, hints_in(unit, row)):
        return False
    send_unless_coming(unit, row.patient_id, channel, CodePurpose.SIGN_IN, now)
    mine = tables.sign_in.c.token_digest == row.token_digest
    unit.execute(tables.sign_in.update().where(mine).values(means=channel))
    return True
