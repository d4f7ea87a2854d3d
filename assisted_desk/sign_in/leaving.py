"""The end of a working day, by oneself or by the clock."""

from assisted_desk.ui import DeskAsk, DeskGuard
from dossier.identity import end_desk
from portal.ui import Answer, SeeOther, Shown, SignedOut, Work

from .pages import DeskClosedPage, GoodbyePage
from .views import room


@room.page("/quitter", "POST", guard=DeskGuard.PUBLIC, work=Work.WRITES)
def leave(ask: DeskAsk) -> Answer:
    """End the desk, open or locked."""
    if ask.session is not None:
        end_desk(ask.unit, ask.session, ask.now)
    return SignedOut("/au-revoir")


@room.page("/au-revoir", guard=DeskGuard.PUBLIC)
def goodbye(ask: DeskAsk) -> Answer:
    """Say that the desk is closed."""
    return SeeOther("/") if ask.session else Shown("sign_in/goodbye.html", GoodbyePage())


@room.page("/session-terminee", guard=DeskGuard.PUBLIC)
def desk_closed(ask: DeskAsk) -> Answer:
    """Say that the desk has closed by itself: the day is over, it was opened elsewhere, or the account is suspended."""
    return SeeOther("/") if ask.session else Shown("sign_in/desk_closed.html", DeskClosedPage())
