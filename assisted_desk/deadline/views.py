"""The deadline calculator: when the window to say no ends, under each rule. Asks for nobody, keeps nothing."""

from datetime import date

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.lifecycle import (
    PARIS,
    REGIMES,
    Occasion,
    Regime,
    SendingDateRefused,
    Zone,
    ZoneUnknown,
    local_time,
    window,
    window_is_open,
    zone_of_postal_code,
)
from i18n import gettext
from portal.ui import ZONES, Answer, BirthMistake, Room, Shown, TypedDate, day_of, read_birth

from .pages import DeadlinePage, Found, PostalMistake, RuleLine

room = Room("deadline")
_TEMPLATE = "deadline/deadline.html"
_RULES = {
    "one-month-from-sending": gettext("Un mois"),
    "six-weeks-from-sending": gettext("Six semaines"),
}
_CAMPAIGN = tuple(regime for regime in REGIMES if regime.occasion is Occasion.CAMPAIGN)


@room.page("/calcul-du-delai", guard=DeskGuard.STAFF, menu="deadline")
def deadline(ask: DeskAsk) -> Answer:
    """Ask for the day and the place, or say what follows from them. Nothing is changed, so it is asked by GET."""
    typed = TypedDate(ask.asked("day"), ask.asked("month"), ask.asked("year"))
    postal = ask.asked("postal_code")
    boxes = (typed.day, typed.month, typed.year, postal)
    if not any(boxes):
        return Shown(_TEMPLATE, DeadlinePage())
    sent_on, day_error = _day(typed, day_of(ask.now))
    zone, postal_error = _zone(postal)
    if sent_on is None or zone is None:
        return Shown(_TEMPLATE, DeadlinePage(*boxes, day_error, postal_error), 422)
    try:
        return Shown(_TEMPLATE, DeadlinePage(*boxes, found=_found(ask, sent_on, zone)))
    except SendingDateRefused:
        return Shown(_TEMPLATE, DeadlinePage(*boxes, "too-long-ago"), 422)


def _day(typed: TypedDate, today: date) -> tuple[date | None, BirthMistake | None]:
    read = read_birth(typed, today)
    return (read, None) if isinstance(read, date) else (None, read)


def _zone(postal: str) -> tuple[Zone | None, PostalMistake | None]:
    code = "".join(postal.split())
    if not code:
        return None, "missing"
    if not (code.isascii() and code.isdigit() and len(code) == 5):
        return None, "malformed"
    try:
        return zone_of_postal_code(code), None
    except ZoneUnknown:
        return None, "elsewhere"


def _found(ask: DeskAsk, sent_on: date, zone: Zone) -> Found:
    windows = [(regime, window(sent_on, regime, zone)) for regime in _CAMPAIGN]
    _, latest = max(windows, key=lambda one: one[1].accepted_until.until)
    last_on, today = latest.accepted_until.day, ask.now.astimezone(local_time(zone)).date()
    lines = tuple(
        RuleLine(
            _RULES[regime.id],
            _is_told(ask, regime),
            computed.displayed_on,
            computed.accepted_until.day,
            None if local_time(zone) == PARIS else computed.accepted_until.until,
        )
        for regime, computed in windows
    )
    is_open = window_is_open(latest, ask.now)
    return Found(sent_on, ZONES[zone], lines, is_open, max((last_on - today).days, 0), last_on)


def _is_told(ask: DeskAsk, regime: Regime) -> bool:
    return regime.id == ask.settings.opt_out_regime
