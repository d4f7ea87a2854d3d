"""The journal of acts: who did which kind of thing, when. Month by month, and as a table to take away."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import MOST_ACTS, ActDone, StaffName, acts_done, staff_named
from portal.ui import NO_BREAK, Answer, File, Shown, day_in_words

from .act_words import ACT_WORDS
from .people_pages import ActLine, ActsPage
from .tables import table_of
from .views import room

_PATH = "/journal-des-actes"
_LINES = 50
_MOST_PAGES = 400
_PARIS = ZoneInfo("Europe/Paris")
_OPERATOR = "Exploitant"
_HEADINGS = ("Date", "Heure", "Qui", "Équipe", "Acte", "Fait", "Au sujet de")
_CUT = ("Le début du mois est trop long pour ce tableau.",)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of Paris."""

    year: int
    month: int

    @classmethod
    def asked(cls, ask: DeskAsk) -> "Month":
        """Return the month of the address, this one when there is none, or one to come."""
        today = ask.now.astimezone(_PARIS)
        this = cls(today.year, today.month)
        year, _, month = ask.asked("mois").partition("-")
        if not (_is_number(year, 4) and _is_number(month, 2) and 1 <= int(month) <= 12 and int(year) >= 2000):
            return this
        found = cls(int(year), int(month))
        return found if found.begins <= this.begins else this

    @property
    def begins(self) -> datetime:
        """Return its first instant."""
        return datetime(self.year, self.month, 1, tzinfo=_PARIS)

    def shifted(self, months: int) -> "Month":
        """Return another one, so many months later."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


@room.page(_PATH, guard=DeskGuard.SUPERVISOR, menu="acts")
def show_acts(ask: DeskAsk) -> Answer:
    """List fifty acts of a month, newest first."""
    month = Month.asked(ask)
    asked = ask.asked("page")
    number = min(max(int(asked), 1), _MOST_PAGES) if _is_number(asked) else 1
    until = month.shifted(1).begins
    found = acts_done(ask.unit, ask.staff, month.begins, until, skip=(number - 1) * _LINES, most=_LINES + 1)
    page = ActsPage(
        place=ask.staff.site or ask.staff.team,
        month=str(month),
        month_in_words=_in_words(month),
        lines=_lines(ask, found[:_LINES]),
        newer=f"{_PATH}?mois={month}&page={number - 1}" if number > 1 else "",
        older=f"{_PATH}?mois={month}&page={number + 1}" if len(found) > _LINES else "",
        month_before=f"{_PATH}?mois={month.shifted(-1)}",
        month_after=f"{_PATH}?mois={month.shifted(1)}" if until <= ask.now else "",
    )
    return Shown("supervisor/acts.html", page)


@room.page(f"{_PATH}/export", guard=DeskGuard.SUPERVISOR, menu="acts")
def export_acts(ask: DeskAsk) -> Answer:
    """Hand out a month as a table for spreadsheets."""
    month = Month.asked(ask)
    found = acts_done(ask.unit, ask.staff, month.begins, month.shifted(1).begins)
    names = _names(ask, found)
    rows = [_row(one, names) for one in found]
    if len(found) == MOST_ACTS:
        rows.append(_CUT)
    return File(table_of(_HEADINGS, rows, practice=ask.settings.practice), "text/csv", f"journal-des-actes-{month}.csv")


def _row(act: ActDone, names: dict[bytes, StaffName]) -> tuple[str, ...]:
    local = act.done_at.astimezone(_PARIS)
    who = names.get(act.staff_id or b"")
    return (
        local.date().isoformat(),
        f"{local:%H:%M:%S}",
        _name(act.staff_id, names),
        who.team if who else "",
        ACT_WORDS[act.kind],
        "oui" if act.is_done else "non",
        _name(act.about_id, names) if act.about_id else "",
    )


def _lines(ask: DeskAsk, found: list[ActDone]) -> tuple[ActLine, ...]:
    names = _names(ask, found)
    return tuple(
        ActLine(
            one.done_at,
            _name(one.staff_id, names),
            ACT_WORDS[one.kind],
            _name(one.about_id, names) if one.about_id else "",
            one.is_done,
        )
        for one in found
    )


def _names(ask: DeskAsk, found: list[ActDone]) -> dict[bytes, StaffName]:
    return staff_named(ask.unit, {who for one in found for who in (one.staff_id, one.about_id) if who})


def _name(staff_id: bytes | None, names: dict[bytes, StaffName]) -> str:
    name = names.get(staff_id or b"")
    return f"{name.first_name} {name.name}" if name else _OPERATOR


def _in_words(month: Month) -> str:
    return day_in_words(month.begins.date()).partition(NO_BREAK)[2]


def _is_number(text: str, digits: int = 0) -> bool:
    return text.isascii() and text.isdigit() and (len(text) == digits if digits else len(text) <= 6)
