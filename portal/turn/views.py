"""The patient's turn, step by step. The advisor's desk is locked meanwhile, under another cookie."""

from typing import cast, get_args

from dossier.documents import RecordNotOpen
from dossier.identity import end_session, take_turn, turn_waiting
from portal.since import SincePages
from portal.summary import Prints, summary_sheet
from portal.ui import Answer, Ask, Guard, OtherSite, Room, SeeOther, Shown, SignedIn, Work, fresh_visit

from .pages import Answered, DonePage, SummaryPage, TicketPage
from .sections import sections_of

room = Room("turn")
_SUMMARY, _PRINT, _DONE = "/tour/resume", "/tour/imprimer", "/tour/fini"
_PRINTS = Prints(_PRINT, back=_SUMMARY)
_SINCE = SincePages("/tour/depuis", back=_SUMMARY)


@room.page("/tour/<ticket>", guard=Guard.PUBLIC)
def show_ticket(ask: Ask, ticket: str) -> Answer:
    """Say whose turn it is now and what comes, or that this ticket begins nothing any more."""
    turn = turn_waiting(ask.unit, ticket, ask.now)
    if turn is None:
        return Shown("turn/ticket.html", TicketPage(), 410)
    return Shown("turn/ticket.html", TicketPage(f"/tour/{ticket}", turn.advisor, turn.site, bool(turn.draft)))


@room.page("/tour/<ticket>", "POST", guard=Guard.PUBLIC, work=Work.WRITES)
def begin(ask: Ask, ticket: str) -> Answer:
    """Take the ticket, once, and ask for her password, or who she is; whoever was signed in here is signed out."""
    turn, visit = turn_waiting(ask.unit, ticket, ask.now), fresh_visit()
    if turn is None or not take_turn(ask.unit, ticket, visit, ask.now):
        return Shown("turn/ticket.html", TicketPage(), 410)
    if ask.session is not None:
        end_session(ask.unit, ask.session, ask.now)
    return SignedIn(visit, at_home=False, path="/connexion" if turn.draft else "/connexion/mot-de-passe")


@room.page(_SUMMARY, guard=Guard.TURN, work=Work.WRITES)
def show_summary(ask: Ask) -> Answer:
    """Show the summary on this screen; each look is in her history."""
    try:
        sheet = summary_sheet(ask.unit, ask.acting, ask.now, "screen")
    except RecordNotOpen:
        return Shown("turn/summary.html", SummaryPage())
    return Shown("turn/summary.html", SummaryPage(sections_of(sheet)))


@room.page(_PRINT, guard=Guard.TURN)
def choose(ask: Ask) -> Answer:
    """Ask for the size of the letters."""
    return _PRINTS.choose(ask)


@room.page(_PRINT, "POST", guard=Guard.TURN, work=Work.OWN)
def print_summary(ask: Ask) -> Answer:
    """Hand out the summary, or show the code that will seal it."""
    return _PRINTS.take(ask)


@room.page(f"{_PRINT}/fichier", "POST", guard=Guard.TURN, work=Work.OWN)
def take_sealed_file(ask: Ask) -> Answer:
    """Hand out the summary as a file under the code that the page before showed."""
    return _PRINTS.take_sealed(ask)


@room.page(_SINCE.path, guard=Guard.TURN, work=Work.WRITES)
def show_since(ask: Ask) -> Answer:
    """Show what happened since her last visit at a desk."""
    return _SINCE.show(ask)


@room.page(_SINCE.paper, guard=Guard.TURN, work=Work.OWN)
def print_since(ask: Ask) -> Answer:
    """Hand the same out as a PDF."""
    return _SINCE.hand_out(ask)


@room.page(_DONE, guard=Guard.PUBLIC)
def done(ask: Ask) -> Answer:
    """Say that the turn is over, and what may be left on this computer."""
    if ask.session is not None and ask.session.is_at_desk:
        return SeeOther(_SUMMARY)
    told = ask.request.args
    answered = next((one for one in get_args(Answered) if one == told.get("fait")), "")
    return Shown("turn/done.html", DonePage(told.get("temps") == "1", cast("Answered", answered)))


@room.page("/tour/rendre", guard=Guard.PUBLIC)
def give_back(ask: Ask) -> Answer:
    """Lead to the locked desk: the advisor opens it with a code of her own."""
    if ask.session is not None and ask.session.is_at_desk:
        return SeeOther(_SUMMARY)
    return OtherSite(f"{ask.settings.desk_url.rstrip('/')}/reprise")
