"""A message as a provider takes it: in words, with a neutral subject, spoken phrase by phrase."""

from dossier.outbox import Claim

from .composing import Composer, whole
from .html_part import html_of
from .keypad import joined, offered
from .port import Parcel


def parcel_of(claim: Claim, compose: Composer) -> Parcel:
    """Return a message in hand as the parcel that its provider gets."""
    message = claim.posted.message
    said = compose.said(message)
    is_email, is_voice = message.channel == "email", message.channel == "voice"
    subject = compose.subject(message) if is_email else ""
    return Parcel(
        key=claim.key,
        channel=message.channel,
        address=message.address,
        language=said[0].tag,
        subject=subject,
        text=whole(said, message.channel),
        not_after=message.not_after,
        html=html_of(subject, said) if is_email else "",
        spoken=phrases(said[0].text) if is_voice else (),
        spoken_in_french=phrases(said[1].text) if is_voice and said[1:] else (),
        keypad=offered(message.kind) if is_voice else (),
        joins=joined(message) if is_voice else "",
    )


def phrases(text: str) -> tuple[str, ...]:
    """Return what a voice says, phrase by phrase: it rests between them."""
    return tuple(line for line in text.splitlines() if line.strip())
