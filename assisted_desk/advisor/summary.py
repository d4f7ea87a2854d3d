"""The summary, sealed from the advisor: the patient's own turn at this screen, or a letter. No page here reads it."""

from functools import partial

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import TurnBegun, draft, drop_draft, hand_way_out, keep_draft
from dossier.mandates import give_turn, patient_under
from dossier.policy import Acting, Scope
from dossier.posting import SummaryUnposted, ask_summary_letter, what_hinders
from portal.ui import Answer, OtherSite, SeeOther, Shown, SignedIn, Work

from .acts import act_open, begin_act, end_act, try_on_paper
from .summary_pages import GoingPage, LetterHindrance, SummaryOnPaperPage, SummaryPage
from .views import room
from .visit import Visit

_SCOPE = Scope.PRINT_SUMMARY
_PATH = "/visite/<reference>/resume"
_GOING = "/a-son-tour"
_TURN = "turn"


@room.page(_PATH, guard=DeskGuard.ADVISOR, menu="visit")
def choose_summary(ask: DeskAsk, reference: str) -> Answer:
    """Show by which ways she may have her summary."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    asked = ask.asked("fait") == "lettre"
    if visit.is_weak:
        return Shown("summary/on_paper.html", SummaryOnPaperPage(visit, asked))
    return Shown("summary/choose.html", SummaryPage(visit, asked, _hindrance(ask, visit)))


@room.page(f"{_PATH}/tour", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit")
def give_her_turn(ask: DeskAsk, reference: str) -> Answer:
    """Lock this desk at once, under a new cookie, and let her take the screen. Not on a paper alone, nor from afar."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    if visit.is_weak or visit.is_remote:
        return SeeOther(f"{visit.path}/resume")
    acting = begin_act(ask, reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    turn = give_turn(ask.unit, ask.staff, acting, ask.now)
    end_act(ask, acting)
    return screen_given(ask, turn)


@room.page(f"{_PATH}/lettre", "POST", guard=DeskGuard.ADVISOR, work=Work.WRITES, menu="visit", even=True)
def post_it(ask: DeskAsk, reference: str) -> Answer:
    """Have the summary posted to the address on file; the post alone puts it together, another day."""
    visit = act_open(ask, reference, _SCOPE)
    if not isinstance(visit, Visit):
        return visit
    posted = SeeOther(f"{visit.path}/resume?fait=lettre")
    if visit.is_weak:
        return try_on_paper(ask, reference, _SCOPE, partial(_ask_letter, ask)) or posted
    if hindrance := _hindrance(ask, visit):
        return Shown("summary/choose.html", SummaryPage(visit, hindrance=hindrance, refused=True), 409)
    acting = begin_act(ask, reference, _SCOPE)
    if not isinstance(acting, Acting):
        return acting
    try:
        _ask_letter(ask, acting)
    except SummaryUnposted:  # inside the unit: to see that there is no address, her file was opened, and that is told
        return Shown("summary/choose.html", SummaryPage(visit, hindrance="none", refused=True), 409)
    end_act(ask, acting)
    return posted


@room.page(_GOING, guard=DeskGuard.LOCKED)
def going(ask: DeskAsk) -> Answer:
    """Go on to the portal by a page of ours: browsers hold a form to this site, wherever it leads."""
    if not ask.is_locked or not _ticket(ask):
        return SeeOther("/reprise")
    return Shown("summary/going.html", GoingPage(), go_on=f"{_GOING}/aller")


@room.page(f"{_GOING}/aller", guard=DeskGuard.LOCKED, work=Work.WRITES)
def go(ask: DeskAsk) -> Answer:
    """Hand the ticket to the portal, once: this desk forgets it."""
    ticket = _ticket(ask)
    if not ask.is_locked or not ticket:
        return SeeOther("/reprise")
    drop_draft(ask.unit, ask.visit, _TURN)
    return OtherSite(f"{ask.settings.portal_url.rstrip('/')}/tour/{ticket}")


def screen_given(ask: DeskAsk, turn: TurnBegun) -> Answer:
    """Go on under the new cookie of the locked desk, which keeps the ticket for the patient's screen."""
    hand_way_out(ask.unit, ask.visit, turn.desk_token, ask.now)
    keep_draft(ask.unit, turn.desk_token, _TURN, {"ticket": turn.ticket}, ask.now)
    return SignedIn(turn.desk_token, at_home=False, path=_GOING)


def _ask_letter(ask: DeskAsk, acting: Acting) -> None:
    ask_summary_letter(ask.unit, acting, ask.now)


def _hindrance(ask: DeskAsk, visit: Visit) -> LetterHindrance:
    return what_hinders(ask.unit, patient_under(ask.unit, ask.staff, visit.reference, _SCOPE, ask.now), ask.now)


def _ticket(ask: DeskAsk) -> str:
    return draft(ask.unit, ask.visit, _TURN, ask.now).get("ticket", "")
