"""One visit: who, what may be done, what was, its papers; and its end."""

from dataclasses import replace
from datetime import datetime

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import (
    LIMITS,
    MandateLine,
    MandateRefused,
    MandateState,
    TooManyDrafts,
    end_mandate,
    mandate_of,
    renew,
    uses_of,
)
from portal.ui import Answer, SeeOther, Shown, Work, visit_file

from .acts import ACTS, words_of_use
from .starting import Asked
from .views import room
from .visit import PATH, Visit
from .visit_pages import DoneLine, RenewPage, VisitPage

_ONE = f"{PATH}/<reference>"
_MOST_SHOWN = 12


@room.page(_ONE, guard=DeskGuard.ADVISOR, menu="visit")
def show_visit(ask: DeskAsk, reference: str) -> Answer:
    """Show a mandate of hers that was given, or can't be any more; a draft waits on its own page."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    visit = Visit.of(line, ask.now)
    if visit.state is MandateState.DRAFT:
        return SeeOther(f"{visit.path}/accord")
    done = uses_of(ask.unit, ask.staff, reference, ask.now)
    page = VisitPage(
        visit=visit,
        given_at=line.given_at,
        proof=line.proof,
        acts=tuple(act for act in ACTS if visit.is_active and act.scope in line.scopes),
        done=tuple(DoneLine(words_of_use(one), one.used_at) for one in done[-_MOST_SHOWN:]),
        why=line.why,
        ended_at=line.ended_at,
        renewable=_is_renewable(line, ask.now),
    )
    return Shown("visit/visit.html", page)


@room.page(f"{_ONE}/fin", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def end(ask: DeskAsk, reference: str) -> Answer:
    """End the mandate, or the draft, at once: nothing more is done under it."""
    end_mandate(ask.unit, ask.staff, reference, ask.now)
    return SeeOther(f"{PATH}/{reference}")


@room.page(f"{_ONE}/fiche", guard=DeskGuard.ADVISOR, work=Work.OWN)
def print_sheet(ask: DeskAsk, reference: str) -> Answer:
    """Hand out the sheet of the visit as a PDF. It is laid out after the transaction."""
    with ask.store.reading() as unit:
        line = mandate_of(unit, ask.staff, reference, ask.now)
        uses = uses_of(unit, ask.staff, reference, ask.now)
    if line.given_at is None:
        return SeeOther(f"{PATH}/{line.reference}")
    return visit_file(line, line.given_at, uses, ask.settings, ask.asked("taille"), ask.now)


@room.page(f"{_ONE}/renouveler", guard=DeskGuard.ADVISOR, menu="visit")
def ask_renewal(ask: DeskAsk, reference: str) -> Answer:
    """Ask for which of the same acts, and for how long; nothing is ticked."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if not _is_renewable(line, ask.now):
        return SeeOther(f"{PATH}/{line.reference}")
    return Shown("visit/renew.html", _renewal(ask, line))


@room.page(f"{_ONE}/renouveler", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def draft_renewal(ask: DeskAsk, reference: str) -> Answer:
    """Draft the new mandate; the old one goes on until she has agreed to it."""
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    if not _is_renewable(line, ask.now):
        return SeeOther(f"{PATH}/{line.reference}")
    asked = Asked.read(ask)
    page = replace(
        _renewal(ask, line),
        scopes=tuple(str(scope) for scope in asked.scopes),
        duration=asked.duration,
        express=asked.express,
        language=asked.language,
        no_scope=not asked.scopes or not asked.scopes <= set(line.scopes),
        not_express=asked.not_express,
    )
    if page.no_scope or page.not_express:
        return Shown("visit/renew.html", page, 422)
    try:
        drafted = renew(ask.unit, ask.staff, reference, asked.wanted, asked.text(ask, line.person), ask.now)
    except TooManyDrafts:
        return Shown("visit/renew.html", replace(page, refusal="many"), 422)
    except MandateRefused as refused:
        if refused.facts["why"] == "distance":
            return Shown("visit/renew.html", replace(page, too_far=True), 422)
        return Shown("visit/renew.html", replace(page, no_scope=True), 422)
    return SeeOther(f"{PATH}/{drafted.reference}/accord")


def _renewal(ask: DeskAsk, line: MandateLine) -> RenewPage:
    acts = tuple(act for act in ACTS if act.scope in line.scopes)
    return RenewPage(Visit.of(line, ask.now), acts)


def _is_renewable(line: MandateLine, now: datetime) -> bool:
    if line.state is MandateState.EXPIRED:
        return now < line.until_at + LIMITS.renewable
    return line.state is MandateState.ACTIVE
