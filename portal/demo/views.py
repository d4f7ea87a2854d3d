"""The messages that would have been sent, and a telephone to answer; this room exists in a demonstration only."""

from typing import cast, get_args

from dossier.identity import canonical_code
from dossier.mandates import key_in, take_call
from dossier.outbox import Channel, Message, message_named, waiting_messages
from dossier.store import Unit
from portal.ui import Answer, Ask, File, Guard, Room, SeeOther, Shown, Work, error_page

from .pages import OutboxPage, Sent, Telephone

_SHOWN = 10
_TAKE = "1"
"""The key that joins her to the desk."""
_LONGEST = 80


def make_room(sent: Sent) -> Room:
    """Return the room; `sent` is how the post words and prints messages."""
    room = Room("demo")

    @room.page("/demo/outbox", guard=Guard.DEMO)
    def outbox(ask: Ask) -> Answer:
        """Show the newest messages in words."""
        messages = tuple(sent.shown(one) for one in waiting_messages(ask.unit, limit=_SHOWN))
        told = next((one for one in get_args(Telephone) if one == ask.request.args.get("telephone")), "")
        return Shown("demo/outbox.html", OutboxPage(messages, cast("Telephone", told)))

    @room.page("/demo/outbox/<key>/courriel", guard=Guard.DEMO)
    def mail(ask: Ask, key: str) -> Answer:
        """Show the HTML part of an e-mail, where nothing in it could run or be fetched."""
        message = _named(ask.unit, key, "email")
        if message is None:
            return error_page(404)
        return File(sent.page_of(message), "text/html", "courriel.html", shown=True)

    @room.page("/demo/outbox/<key>/lettre", guard=Guard.DEMO, work=Work.OWN)
    def letter(ask: Ask, key: str) -> Answer:
        """Print a letter that waits, as its batch will; after the transaction, for that is slow."""
        with ask.store.reading() as unit:
            message = _named(unit, key, "letter")
        if message is None or not message.waits:
            return error_page(404)
        return File(sent.paper_of(message, ask.now), "application/pdf", "lettre.pdf", shown=True)

    @room.page("/demo/telephone", "POST", guard=Guard.DEMO, work=Work.WRITES)
    def telephone(ask: Ask) -> Answer:
        """Do what the telephone provider does: take a call with its key, or hand over what is typed in it."""
        mark, keys = ask.typed("call")[:_LONGEST], canonical_code(ask.typed("keys")[:_LONGEST])
        if keys == _TAKE:
            told = "taken" if take_call(ask.unit, mark, ask.now) else "no"
        else:
            told = "right" if key_in(ask.unit, mark, keys, ask.now) == "right" else "no"
        return SeeOther(f"/demo/outbox?telephone={told}")

    return room


def _named(unit: Unit, key: str, channel: Channel) -> Message | None:
    """Return the message of this key, when it goes by this channel."""
    message = message_named(unit, key)
    return message if message is not None and message.channel == channel else None
