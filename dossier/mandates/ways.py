"""By which ways the patient is asked for a proof: the same for everybody, for nobody too. What can't leave, doesn't."""

from collections.abc import Collection
from datetime import datetime

from dossier.identity import (
    CHANNELS,
    Channel,
    ContactKind,
    FactorKind,
    StaffSession,
    code_address,
    contact_dates,
    factors_of,
    person_of,
    with_new_sims,
)
from dossier.store import Unit

from .keeping import Held, held_of_advisor
from .limits import LIMITS
from .rules import LIVING
from .shapes import Line, Way

WAYS: tuple[Way, ...] = ("sms", "voice", "card")
_CONTACT = {"sms": ContactKind.MOBILE, "voice": ContactKind.LANDLINE}
LINE_OF: dict[str, Line] = {"sms": "mobile", "voice": "landline"}
"""On which telephone a code comes: an SMS on the mobile, a voice on the one at home."""


def consent_ways(
    unit: Unit, staff: StaffSession, reference: str, now: datetime, *, channels: Collection[Channel] = CHANNELS
) -> tuple[Way, ...]:
    """Return by which ways she may be asked at this desk: all that this house has, whoever she is and whatever she has.

    So the list tells nobody who is known here. Her own session and, for little, a paper stand beside it. `channels`: by
    which this house can send codes (`settings.code_channels`). On the telephone, once she took a call-back herself,
    those that she has, and for a code another telephone than the one that she is called on, when she has two. Raises
    `NotPermitted`, `MandateDead`.
    """
    return ways_of(unit, held_of_advisor(unit, staff, reference, now), now, channels)


def ways_of(unit: Unit, found: Held, now: datetime, channels: Collection[Channel] = CHANNELS) -> tuple[Way, ...]:
    """Return by which ways whoever agrees may be asked, none once the mandate is over; private to the room."""
    if found.mandate.state not in LIVING:
        return ()
    call = found.mandate.call
    if call is None or call.taken_at is None:
        return tuple(way for way in WAYS if way == "card" or way in channels)
    ways = settled_ways(unit, found, now, channels)
    elsewhere = tuple(way for way in ways if LINE_OF.get(way) != call.line)
    return elsewhere if any(way in LINE_OF for way in elsewhere) else ways


def settled_ways(unit: Unit, found: Held, now: datetime, channels: Collection[Channel] = CHANNELS) -> tuple[Way, ...]:
    """Return the ways that really reach her, of nobody none; no advisor is told. Private to the room.

    A telephone that changed less than seven days ago, or is on hold, is none; nor one whose SIM card changed.
    """
    if found.giver_id is None:
        return ()
    dates = contact_dates(unit, found.giver_id)
    settled = {way for way, kind in _CONTACT.items() if dates[kind].has_settled(now, LIMITS.contact_settled)}
    hers = {one.kind for one in factors_of(unit, found.giver_id, found.giver_witness, channels)}
    question = found.mandate.question
    if question is not None and question.way == "card":  # its line is kept already, perhaps the last one
        hers.add(FactorKind.CARD)
    ways = tuple(way for way in WAYS if FactorKind(way) in hers and way in settled | {"card"})
    return _without_new_sims(unit, found, ways, now)


def address_of(unit: Unit, found: Held, channel: Channel) -> str:
    """Return where a code goes; private to the room."""
    return code_address(person_of(unit, found.giver, found.giver_witness), channel)


def _without_new_sims(unit: Unit, found: Held, ways: tuple[Way, ...], now: datetime) -> tuple[Way, ...]:
    person = person_of(unit, found.giver, found.giver_witness)
    numbers = {way: code_address(person, way) for way in ways if way != "card"}
    new = with_new_sims(unit, numbers.values(), now)
    return tuple(way for way in ways if way == "card" or numbers[way] not in new)
