"""For anybody who holds a receipt: is it genuine, and where does the request stand."""

from dossier.base import in_groups
from dossier.lifecycle import followed, genuine
from portal.ui import (
    Answer,
    Ask,
    FollowPage,
    Guard,
    Room,
    SeeOther,
    Shown,
    TypedDate,
    Work,
    day_of,
    read_birth,
    read_code,
    receipt_lines,
)

from .pages import AskNumberPage, FollowedPage, GenuinePage

room = Room("receipts")


@room.page("/R/<number>", guard=Guard.PUBLIC)
def check(ask: Ask, number: str) -> Answer:
    """Say whether a number is that of a genuine receipt, and nothing about anybody."""
    code = read_code(number).code
    made_on = genuine(ask.unit, code)
    page = GenuinePage(in_groups(code), made_on)
    return Shown("receipts/genuine.html", page, 200 if made_on else 404)


@room.page("/recepisse", guard=Guard.PUBLIC)
def ask_number(ask: Ask) -> Answer:
    """Ask for the number of a receipt."""
    return Shown("receipts/ask_number.html", AskNumberPage())


@room.page("/recepisse", "POST", guard=Guard.PUBLIC)
def take_number(ask: Ask) -> Answer:
    """Go on to what is said of this number."""
    typed = ask.written("number")
    read = read_code(typed)
    if read.mistake:
        return Shown("receipts/ask_number.html", AskNumberPage(typed, read.mistake, read.off_by), 422)
    return SeeOther(f"/R/{read.code}")


@room.page("/recepisse/suivi", guard=Guard.PUBLIC)
def ask_following(ask: Ask) -> Answer:
    """Ask for the number and the birth date."""
    return Shown("receipts/follow.html", FollowPage())


@room.page("/recepisse/suivi", "POST", guard=Guard.PUBLIC, work=Work.WRITES, even=True)
def follow(ask: Ask) -> Answer:
    """Show where the request stands. Writes, because wrong tries are counted."""
    typed, born = ask.written("number"), TypedDate.read(ask)
    read, day = read_code(typed), read_birth(born, day_of(ask.now))
    if read.mistake:
        return _again(FollowPage(typed, born, read.mistake, of_number=True, off_by=read.off_by))
    if isinstance(day, str):
        return _again(FollowPage(typed, born, day))
    found = followed(ask.unit, read.code, day, ask.network, ask.now)
    if found is None:
        return _again(FollowPage(typed, born, "mismatch"))
    return Shown("receipts/followed.html", FollowedPage(receipt_lines(found)))


def _again(page: FollowPage) -> Shown:
    return Shown("receipts/follow.html", page, 422)
