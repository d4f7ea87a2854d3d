"""When the opt-out window ends: advise early, accept late (CSP R1111-28; CPC 641, 642; DOMAIN B2, B6). Pure.

The law owes no extension here: R1111-28 is a waiting period of the caisse. It is given all the same, in the
direction of acceptance only, so that nobody is turned away for having counted as courts do. Where the sending
date is unknown there is no window to compute: the caller shows no countdown and takes the request.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from dossier.base import Refused

from .holidays import CALENDAR_VERSION, first_working_day
from .regimes import Length, Regime, Unit
from .zones import PARIS, Zone, local_time

FIRST_SENDING_ON = date(2000, 1, 1)
LAST_SENDING_ON = date(2099, 12, 31)


class SendingDateRefused(Refused):
    """No letter can have been sent on this day: the century is mistyped."""

    code: ClassVar[str] = "sending-date-refused"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The last day on which an opt-out is taken, and the two midnights at which that day ends."""

    day: date
    local_midnight: datetime
    paris_midnight: datetime

    @property
    def until(self) -> datetime:
        """The later of the two midnights, in UTC: from this instant on the window is closed."""
        return max(self.local_midnight, self.paris_midnight).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """The computed window, with all that a case keeps so that a later rule never alters it."""

    sent_on: date
    zone: Zone
    regime_id: str
    calendar_version: str
    strict_on: date
    """Last day of the length itself, without extension (CPC 641)."""
    displayed_until: datetime
    """The earlier of the two midnights of the strict day, in UTC: no countdown runs beyond it."""
    accepted_until: Acceptance

    @property
    def displayed_on(self) -> date:
        """The day to tell the person: the strict one, in which the earlier midnight falls in every zone."""
        return self.strict_on


def window(sent_on: date, regime: Regime, zone: Zone) -> Window:
    """Return the window of a letter sent on a day to a person of a zone. Raises `SendingDateRefused`."""
    if not FIRST_SENDING_ON <= sent_on <= LAST_SENDING_ON:
        raise SendingDateRefused(sent_on=sent_on.isoformat())
    strict_on = _end_of(sent_on, regime.length)
    accepted_on = first_working_day(strict_on, zone)
    return Window(
        sent_on=sent_on,
        zone=zone,
        regime_id=regime.id,
        calendar_version=CALENDAR_VERSION,
        strict_on=strict_on,
        displayed_until=min(_midnights(strict_on, zone)).astimezone(UTC),
        accepted_until=Acceptance(accepted_on, *_midnights(accepted_on, zone)),
    )


def window_is_open(window: Window, now: datetime) -> bool:
    """Tell whether an opt-out is still taken as one at this instant, which must be aware."""
    return now < window.accepted_until.until


def end_of_day(day: date, zone: Zone) -> datetime:
    """Return the instant, in UTC, from which a day is over for a person of a zone: the later of the two midnights."""
    return max(_midnights(day, zone)).astimezone(UTC)


def _end_of(sent_on: date, length: Length) -> date:
    """Return the last day of a length; the day of sending doesn't count (CPC 641)."""
    if length.unit is Unit.WEEKS:
        return sent_on + timedelta(weeks=length.count)
    year, month = divmod(sent_on.year * 12 + sent_on.month - 1 + length.count, 12)
    last_day = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(sent_on.day, last_day))


def _midnights(day: date, zone: Zone) -> tuple[datetime, datetime]:
    """Return the instants at which a day ends, at 24:00 (CPC 642): where the person lives, and in Paris."""
    next_day = day + timedelta(days=1)
    return datetime.combine(next_day, time.min, local_time(zone)), datetime.combine(next_day, time.min, PARIS)
