"""What was done at a supervisor's site, in numbers; nothing of any patient."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import SiteUnknown, acts_counted, site_named, staff_named
from dossier.mandates import SiteFigures, acts_of_site
from portal.ui import DURATIONS, PROOFS, SCOPES, Answer, Shown

from .act_words import ACT_WORDS
from .people_pages import CountLine, SiteFacts, SitePage
from .views import room

PERIODS = (7, 31, 365)
_T = TypeVar("_T")


@room.page("/site", guard=DeskGuard.SUPERVISOR, menu="site")
def show_site(ask: DeskAsk) -> Answer:
    """Show the figures of a week, a month or a year."""
    days = next((one for one in PERIODS if str(one) == ask.asked("jours")), PERIODS[0])
    since = ask.now - timedelta(days=days)
    counts = acts_counted(ask.unit, ask.staff, since, ask.now)
    facts = _facts(ask, acts_of_site(ask.unit, ask.staff, since, ask.now)) if ask.staff.site else None
    lines = tuple(CountLine(ACT_WORDS[one.kind], one.done, one.not_done) for one in counts)
    return Shown("supervisor/site.html", SitePage(ask.staff.site or ask.staff.team, days, facts, lines))


def _facts(ask: DeskAsk, figures: SiteFigures) -> SiteFacts:
    names = staff_named(ask.unit, figures.by_advisor)
    advisors = {f"{name.first_name} {name.name}": figures.by_advisor[one] for one, name in names.items()}
    return SiteFacts(
        address=_address(ask),
        drafts=figures.drafts,
        refused=figures.refused,
        by_errors=figures.voided_by_errors,
        remote=figures.remote,
        minutes_to_agree=figures.minutes_to_agree,
        by_scope=_worded(figures.by_scope, SCOPES),
        by_proof=_worded(figures.by_proof, PROOFS),
        by_duration=_worded(figures.by_duration, DURATIONS),
        by_advisor=tuple(sorted(advisors.items())),
    )


def _address(ask: DeskAsk) -> str:
    try:
        return site_named(ask.unit, ask.staff.site).address
    except SiteUnknown:
        return ""


def _worded(counts: Mapping[_T, int], words: Mapping[_T, str]) -> tuple[tuple[str, int], ...]:
    """Return words and numbers, in the order of the words."""
    return tuple((said, counts[one]) for one, said in words.items() if one in counts)
