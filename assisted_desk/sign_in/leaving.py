"""The end of a working day, by oneself or by the clock."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import end_desk, hand_way_out
from portal.ui import Answer, SeeOther, Shown, SignedOut, Work, fresh_visit

from .pages import DeskClosedPage, GoodbyePage
from .views import room


@room.page("/quitter", "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def leave(ask: DeskAsk) -> Answer:
    """End the desk, open or locked; who came by ProConnect leaves that one too."""
    if ask.session is not None:
        end_desk(ask.unit, ask.session, ask.now)
    after = fresh_visit()
    passed_by_provider = hand_way_out(ask.unit, ask.visit, after, ask.now)
    return SignedOut("/connexion/proconnect/sortie" if passed_by_provider else "/au-revoir", after)


@room.page("/au-revoir", guard=DeskGuard.PUBLIC)
def goodbye(ask: DeskAsk) -> Answer:
    """Say that the desk is closed."""
    return SeeOther("/") if ask.session else Shown("sign_in/goodbye.html", GoodbyePage())


@room.page("/session-terminee", guard=DeskGuard.PUBLIC)
def desk_closed(ask: DeskAsk) -> Answer:
    """Say that the desk has closed by itself: the day is over, it was opened elsewhere, or the account is suspended."""
    return SeeOther("/") if ask.session else Shown("sign_in/desk_closed.html", DeskClosedPage())
