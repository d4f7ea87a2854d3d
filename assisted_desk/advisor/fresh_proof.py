"""A fresh proof before an act: her last one is more than ten minutes old, or was for another act."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.mandates import MandateRefused, QuestionTooSoon, ask_fresh_proof, consent_ways, mandate_of
from dossier.policy import Scope
from portal.ui import Answer, SeeOther, Shown, Work, error_page

from .acts import ACT_OF, path_of_act, path_of_proof
from .calling_back import call_part, is_open, told_after
from .consent import her_screen, status_of, way_asked, why_not_asked
from .views import room
from .visit import PATH, Visit
from .visit_pages import AskRefusal, ProofPage

_PATH = f"{PATH}/<reference>/preuve"


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="visit")
def choose_way(ask: DeskAsk, reference: str) -> Answer:
    """Ask by which way she proves anew; it looks by itself whether she did on her own screen."""
    return _page(ask, reference, ask.asked("acte"), told_after(ask))


@room.page(_PATH, "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def ask_proof(ask: DeskAsk, reference: str) -> Answer:
    """Send her a code for this act alone, or ask for one of her card; then it is her turn, here or on her telephone."""
    act, way = ask.typed("acte"), way_asked(ask)
    scope = _scope(act)
    if scope is None:
        return error_page(404)
    if way is None:
        return _page(ask, reference, act, "no-way")
    line, channels = mandate_of(ask.unit, ask.staff, reference, ask.now), ask.settings.code_channels
    try:
        ask_fresh_proof(ask.unit, ask.staff, reference, scope, way, ask.now, channels=channels)
    except (MandateRefused, QuestionTooSoon) as refused:
        return _page(ask, reference, act, why_not_asked(refused))
    return SeeOther(path_of_proof(reference, scope) if line.remote else f"{PATH}/{reference}/a-vous")


def _page(ask: DeskAsk, reference: str, act: str, told: AskRefusal = "") -> Answer:
    scope = _scope(act)
    if scope is None:
        return error_page(404)
    line = mandate_of(ask.unit, ask.staff, reference, ask.now)
    visit = Visit.of(line, ask.now)
    if not visit.is_active or scope not in visit.scopes:
        return SeeOther(visit.path)
    if scope in visit.fresh:
        return SeeOther(path_of_act(line.reference, scope))
    ways = consent_ways(ask.unit, ask.staff, reference, ask.now, channels=ask.settings.code_channels)
    asked = line.remote and is_open(line, ask.now)
    page = ProofPage(visit, ACT_OF[scope], ways, her_screen(ask), told, asked, call_part(ask, line))
    return Shown("visit/proof.html", page, status_of(told))


def _scope(act: str) -> Scope | None:
    return next((scope for scope in Scope if scope == act), None)
