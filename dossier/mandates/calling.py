"""At a distance: the house rings her on a telephone on file, and nothing is asked of her before she has taken the call.

The telephone provider rings, says who wants to speak to her, and joins her to the desk once she pressed a key: so an
answering machine takes no call. It gives back the mark of the call, and what she types on her keypad meanwhile.
"""

import secrets
from collections.abc import Collection
from datetime import datetime

from dossier.identity import CHANNELS, Channel, StaffSession, language_of
from dossier.journal import Event, append
from dossier.outbox import queue
from dossier.policy import Acting, Role
from dossier.store import Unit

from . import call_rules, rules
from .keeping import Held, call_digest, held, held_of_advisor, keep
from .limits import LIMITS
from .shapes import Line, MandateDead, MandateRefused
from .ways import LINE_OF, address_of, settled_ways

_SECRET_BYTES = 16
_BETWEEN = "-"
"""In a mark: the mandate's number, then what nobody can guess."""
_CHANNEL: dict[Line, Channel] = {"mobile": "sms", "landline": "voice"}
_LINES: tuple[Line, ...] = ("mobile", "landline")


def call_lines(
    unit: Unit, staff: StaffSession, reference: str, now: datetime, *, channels: Collection[Channel] = CHANNELS
) -> tuple[Line, ...]:
    """Return on which telephones she may be called back, under a mandate at a distance; none at a desk.

    The same for everybody, whatever is on file; none where this house has no voice (`channels`). Raises `NotPermitted`,
    `MandateDead`.
    """
    return _lines(held_of_advisor(unit, staff, reference, now), channels)


def call_back(
    unit: Unit,
    staff: StaffSession,
    reference: str,
    line: Line,
    now: datetime,
    *,
    channels: Collection[Channel] = CHANNELS,
) -> None:
    """Have her rung now on one of `call_lines`, and joined to this desk; nobody sees the number.

    The mark of the call before is dead. For nobody, and on a telephone that isn't on file, changed within seven days,
    is on hold or has a new SIM card, it only seems to ring; and whoever doesn't take a call, for whatever reason, is
    missed after the same ninety seconds. Raises `NotPermitted`, `MandateDead`, `MandateRefused` (line),
    `QuestionTooSoon`.
    """
    found = held_of_advisor(unit, staff, reference, now)
    if found.mandate.state not in rules.LIVING:
        raise MandateDead(why=found.mandate.state)
    if line not in _lines(found, channels):
        raise MandateRefused(why="line")
    mark = f"{found.reference}{_BETWEEN}{secrets.token_hex(_SECRET_BYTES)}"
    keep(unit, found, call_rules.called(found.mandate, line, call_digest(unit, found.digest, mark), now))
    if line in {LINE_OF.get(way) for way in settled_ways(unit, found, now)}:
        _ring(unit, found, line, mark, now)


def take_call(unit: Unit, mark: str, now: datetime) -> bool:
    """Note that she took the call which has this mark, and tell whether it still rang.

    For the telephone provider. A call that rang too long, was followed by another, or was taken already, isn't taken.
    """
    found = _called(unit, mark, now)
    after = call_rules.taken(found.mandate, now) if found is not None else None
    if found is None or after is None:
        return False
    keep(unit, found, after)
    herself = Acting(Role.PATIENT, found.giver, found.giver)
    append(unit, herself, Event.MANDATES_CALL_TAKEN, now, {"site": found.site})
    return True


def called_mandate(unit: Unit, mark: str, now: datetime) -> Held | None:
    """Return the living mandate whose newest call has this mark and was taken within the hour; private to the room."""
    found = _called(unit, mark, now)
    is_on = found is not None and call_rules.call_state(found.mandate, now) == "taken"
    return found if is_on else None


def _called(unit: Unit, mark: str, now: datetime) -> Held | None:
    try:
        found = held(unit, mark.partition(_BETWEEN)[0], now)
    except MandateDead:
        return None
    if found.mandate.state not in rules.LIVING:
        return None
    return found if call_rules.is_call(found.mandate, call_digest(unit, found.digest, mark)) else None


def _lines(found: Held, channels: Collection[Channel]) -> tuple[Line, ...]:
    is_rung = found.mandate.remote and found.mandate.state in rules.LIVING and "voice" in channels
    return _LINES if is_rung else ()


def _ring(unit: Unit, found: Held, line: Line, mark: str, now: datetime) -> None:
    acting = found.by_advisor(found.giver)
    append(unit, acting, Event.MANDATES_CALL_PLACED, now, {"site": found.site})
    queue(
        unit,
        acting,
        now,
        kind="mandate-call",
        channel="voice",
        language=language_of(unit, found.giver),
        address=address_of(unit, found, _CHANNEL[line]),
        parameters={
            "call": mark,
            "advisor": found.names.advisor,
            "site": found.site,
        },
        not_after=now + LIMITS.ring,
    )
