"""The messages that would have been sent; this room exists in a demonstration only."""

from collections.abc import Callable

from dossier.outbox import Message, waiting_messages
from portal.ui import Answer, Ask, Guard, Room, Shown

from .pages import OutboxPage, SentMessage

_SHOWN = 12
Compose = Callable[[Message], str]


def make_room(compose: Compose) -> Room:
    """Return the room; `compose` puts a message into words, as the post does."""
    room = Room("demo")

    @room.page("/demo/outbox", guard=Guard.DEMO)
    def outbox(ask: Ask) -> Answer:
        """Show the newest messages in words."""
        messages = tuple(
            SentMessage(one.queued_at, one.channel, one.address, compose(one))
            for one in waiting_messages(ask.unit, limit=_SHOWN)
        )
        return Shown("demo/outbox.html", OutboxPage(messages))

    return room
