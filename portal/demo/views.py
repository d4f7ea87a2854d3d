"""The messages that would have been sent, and a telephone to answer; this room exists in a demonstration only."""

from collections.abc import Callable
from typing import cast, get_args

from dossier.identity import canonical_code
from dossier.mandates import key_in, take_call
from dossier.outbox import Message, waiting_messages
from portal.ui import Answer, Ask, Guard, Room, SeeOther, Shown, Work

from .pages import OutboxPage, SentMessage, Telephone

_SHOWN = 12
_TAKE = "1"
"""The key that joins her to the desk."""
_LONGEST = 80
Compose = Callable[[Message], str]


def make_room(compose: Compose) -> Room:
    """Return the room; `compose` puts a message into words, as the post does."""
    room = Room("demo")

    @room.page("/demo/outbox", guard=Guard.DEMO)
    def outbox(ask: Ask) -> Answer:
        """Show the newest messages in words."""
        messages = tuple(
            SentMessage(one.queued_at, one.channel, one.address, compose(one), _mark(one))
            for one in waiting_messages(ask.unit, limit=_SHOWN)
        )
        told = next((one for one in get_args(Telephone) if one == ask.request.args.get("telephone")), "")
        return Shown("demo/outbox.html", OutboxPage(messages, cast("Telephone", told)))

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


def _mark(message: Message) -> str:
    return message.parameters.get("call", "")
