"""By which ways the patient may prove at a desk: what she has; for nobody, what somebody might have."""

from collections.abc import Collection
from dataclasses import dataclass
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
)
from dossier.store import Unit

from .keeping import Held, held_of_advisor
from .limits import LIMITS
from .rules import LIVING
from .shapes import Way

_CONTACT = {"sms": ContactKind.MOBILE, "voice": ContactKind.LANDLINE}
_CARD_LINES = 12
"""The line that a decoy asks for is one of the first: cards begin anew."""


@dataclass(frozen=True, slots=True)
class ConsentWay:
    """One way, and what may be shown of it: the last two digits of a telephone; nothing of a card."""

    kind: Way
    hint: str


def consent_ways(
    unit: Unit, staff: StaffSession, reference: str, now: datetime, *, channels: Collection[Channel] = CHANNELS
) -> tuple[ConsentWay, ...]:
    """Return by which ways she may be asked at this desk; none means: her own session, FranceConnect+, or paper.

    `channels`: by which this house can send codes (`settings.code_channels`). A telephone that changed less than seven
    days ago, or is on hold, is none. A decoy has ways as well, the same each time. Raises `NotPermitted`,
    `MandateDead`.
    """
    return ways_of(unit, held_of_advisor(unit, staff, reference, now), now, channels)


def ways_of(unit: Unit, found: Held, now: datetime, channels: Collection[Channel] = CHANNELS) -> tuple[ConsentWay, ...]:
    """Return the ways of whoever agrees, none once the mandate is over; private to the room."""
    if found.mandate.state not in LIVING:
        return ()
    if found.giver_id is None:
        return tuple(one for one in _drawn(unit, found.seed) if one.kind == "card" or one.kind in channels)
    dates = contact_dates(unit, found.giver_id)
    settled = {way for way, kind in _CONTACT.items() if dates[kind].has_settled(now, LIMITS.contact_settled)}
    hers = {one.kind: one.hint for one in factors_of(unit, found.giver_id, found.giver_witness, channels)}
    order: tuple[tuple[Way, FactorKind], ...] = (
        ("sms", FactorKind.SMS),
        ("voice", FactorKind.VOICE),
        ("card", FactorKind.CARD),
    )
    return tuple(ConsentWay(way, hers[kind]) for way, kind in order if kind in hers and way in settled | {"card"})


def address_of(unit: Unit, found: Held, channel: Channel) -> str:
    """Return where a code goes; private to the room."""
    return code_address(person_of(unit, found.giver, found.giver_witness), channel)


def decoy_line(unit: Unit, found: Held) -> int:
    """Return the line of a card that isn't there, the same each time for this mandate; private to the room."""
    return 1 + unit.holder.digest("mandate-decoy-line", found.digest)[0] % _CARD_LINES


def _drawn(unit: Unit, seed: bytes) -> tuple[ConsentWay, ...]:
    """Return ways as a real person's would look; any of them may be missing, as of anybody."""
    drawn = unit.holder.digest("mandate-decoy-ways", seed)
    offered = (
        (ConsentWay("sms", f"{drawn[0] % 100:02d}"), drawn[1] % 4 > 0),
        (ConsentWay("voice", f"{drawn[2] % 100:02d}"), drawn[3] % 2 > 0),
        (ConsentWay("card", ""), drawn[4] % 2 > 0),
    )
    return tuple(way for way, is_there in offered if is_there)
