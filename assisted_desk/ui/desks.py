"""A desk changes its cookie when it opens and when it locks: the way out of a provider goes along with it."""

from datetime import datetime

from dossier.identity import StaffSession, end_desk, hand_way_out, lock_desk
from dossier.store import Unit
from portal.ui import SignedIn

from .ask import DeskAsk


def desk_opened(unit: Unit, ask: DeskAsk, token: str) -> SignedIn:
    """Return the answer that goes on at a desk just opened; one that stood locked in this browser ends."""
    if ask.session is not None:
        end_desk(unit, ask.session, ask.now)
    hand_way_out(unit, ask.visit, token, ask.now)
    return SignedIn(token, at_home=False, path="/")


def desk_locked(unit: Unit, session: StaffSession, visit: str, now: datetime) -> SignedIn:
    """Lock a desk and return the answer that shows its lock."""
    token = lock_desk(unit, session, now)
    hand_way_out(unit, visit, token, now)
    return SignedIn(token, at_home=False, path="/reprise")
