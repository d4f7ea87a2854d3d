"""The account's first page. It is about the person who signed in, so her own record must be the open one."""

from typing import ClassVar

from dossier.base import Refused
from dossier.identity import LIMITS, Session, lines_left
from portal.ui import Answer, Ask, Guard, Room, Shown

from .pages import AccountPage

room = Room("account")


class NotOwnRecord(Refused):
    """Another person's record is open: one's own account is behind one's own record."""

    code: ClassVar[str] = "not-own-record"


def own_session(ask: Ask) -> Session:
    """Return the session of somebody who has her own record open. Raises `NotOwnRecord`."""
    if ask.signed.record_id != ask.signed.patient_id:
        raise NotOwnRecord
    return ask.signed


@room.page("/mon-compte", guard=Guard.SIGNED_IN, menu="account")
def account(ask: Ask) -> Answer:
    """Show what can be changed; say when the card runs out."""
    left = lines_left(ask.unit, own_session(ask).patient_id)
    return Shown("account/account.html", AccountPage(left if left <= LIMITS.card_runs_out else 0))
