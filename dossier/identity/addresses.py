"""Where codes and notices go: the ways to reach a person, as her file has them. Pure."""

from typing import Literal

from .person import Person

Channel = Literal["sms", "voice", "letter"]
"""By which ways a code goes: never by e-mail, which is no second factor (NIST 63B-4)."""
CHANNELS: tuple[Channel, ...] = ("sms", "voice", "letter")
NoticeWay = Literal["email", "sms", "voice", "letter"]
_PHONE_SHOWN = 2


def channel_named(name: str) -> Channel | None:
    """Return the channel of this name, None for what isn't sent: a card, an application."""
    return next((channel for channel in CHANNELS if channel == name), None)


def envelope_of(person: Person) -> str:
    """Return the lines of an envelope, her name first; empty without an address."""
    return "\n".join((f"{person.first_names[0]} {person.name}", *person.address)) if person.address else ""


def code_address(person: Person, channel: Channel) -> str:
    """Return where a code goes by this channel, empty when it isn't on file."""
    return {"sms": person.mobile, "voice": person.landline, "letter": envelope_of(person)}[channel]


def hint_of(person: Person, channel: Channel) -> str:
    """Return what may be shown of it: the end of a number, or the town; empty when it isn't on file."""
    if channel == "letter":
        return person.address[-1].lstrip("0123456789 ") if person.address else ""
    return code_address(person, channel)[-_PHONE_SHOWN:]


def notice_addresses(person: Person) -> tuple[tuple[NoticeWay, str], ...]:
    """Return every way by which she is told that something changed."""
    ways: tuple[tuple[NoticeWay, str], ...] = (
        ("email", person.email),
        ("sms", person.mobile),
        ("voice", person.landline),
        ("letter", envelope_of(person)),
    )
    return tuple((way, address) for way, address in ways if address)
