"""Puts a message into words: in her language, when the product speaks it, then in French."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.base import Settings, logger
from dossier.outbox import Channel, Message
from i18n import gettext
from portal.ui import typeset

from . import wording
from .gsm import fits, is_legible, plain
from .keys import ending_of
from .tongues import Tongue, in_each
from .wording import Versions

_LOG = logger("dossier.post")
SUBJECT = gettext("Dossier Clair : un message pour vous")
"""The same for every kind: a list of subjects tells nothing of anybody."""
_PRACTICE = gettext("EXERCICE. Rien n’est vrai dans ce message.")
_ANSWER = gettext("répondez STOP, ou ")
_SITE = gettext("notre site (adresse sur votre lettre)")
"""In an SMS: telephones make a link of any address, and people learn to tap on those of thieves."""
_RULE = "\n\n* * *\n\n"
"""Between two languages in an e-mail."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message in one language: its tag (`fr`), its direction (`ltr`, `rtl`), its words."""

    tag: str
    direction: str
    text: str


class Composer:
    """Words messages as this installation says them; in practice each begins by saying so."""

    def __init__(self, settings: Settings) -> None:
        """Keep what is the same in every message."""
        self._practice = settings.practice
        self._answered = is_answered(settings)
        self._common = {
            "phone": settings.help_phone,
            "hours": settings.help_hours,
            "paper": ", ".join(settings.paper_address),
            "portal": settings.portal_url.partition("://")[2].rstrip("/"),
        }

    def __call__(self, message: Message) -> str:
        """Return a message in words, as one reads or hears it from its beginning to its end."""
        return whole(self.said(message), message.channel)

    def said(self, message: Message) -> tuple[Said, ...]:
        """Return a message in each language that it is said in. An SMS is in one, unless both fit in one part."""
        told = in_each(message.language, lambda tongue: self._versions(message, tongue))
        if message.channel == "sms":
            return _short(message.kind, told)
        return tuple(_said(tongue, versions[0]) for tongue, versions in told)

    def subject(self, message: Message) -> str:
        """Return the subject of an e-mail, in her language when it has words."""
        return in_each(message.language, lambda tongue: tongue.say(SUBJECT))[0][1]

    def _versions(self, message: Message, tongue: Tongue) -> Versions:
        told, kind, channel = message.parameters, message.kind, message.channel
        facts = self._common | told | wording.FACTS[kind](told, tongue, self._common["portal"])
        facts["answer"] = tongue.say(_ANSWER) if self._answered else ""
        if channel == "sms":
            facts["place"] = tongue.say(_SITE)
        texts = [tongue.say(text) % facts for text in wording.WORDS[kind][channel]]
        if channel == "voice":
            texts = ["\n".join((text, *ending_of(kind, tongue))) for text in texts]
        if channel == "email" and tongue.is_french:
            texts = [typeset(text) for text in texts]
        if self._practice:
            texts = [f"{tongue.say(_PRACTICE)} {text}" for text in texts]
        return tuple(texts)


def composer(settings: Settings) -> Composer:
    """Return what puts messages into words, as this installation says them."""
    return Composer(settings)


def whole(said: Sequence[Said], channel: Channel) -> str:
    """Return all languages of a message as one text."""
    return (_RULE if channel == "email" else "\n").join(one.text for one in said)


def is_answered(settings: Settings) -> bool:
    """Tell whether an SMS can be answered, whoever carries it: nobody can write to a name."""
    channels = settings.channels
    senders = [one.sender for one in channels.message_centers] + [one.sender for one in channels.gateways]
    return bool(senders) and all(sender.lstrip("+").isdigit() for sender in senders)


def _short(kind: str, told: Sequence[tuple[Tongue, Versions]]) -> tuple[Said, ...]:
    """Return an SMS that leaves as one part: hers and French, else hers alone, else French alone."""
    (tongue, hers), (last, in_french) = told[0], told[-1]
    chosen = next((text for text in hers if fits(text) and is_legible(text)), "")
    if tongue is not last and chosen:
        both = next((text for text in in_french if fits(f"{chosen}\n{text}")), "")
        return tuple(_said(one, plain(text)) for one, text in ((tongue, chosen), (last, both)) if text)
    short = next((text for text in in_french if fits(text)), "")
    if not short:
        _LOG.info("sms-too-long", kind=kind)
    return (_said(last, plain(short or in_french[-1])),)


def _said(tongue: Tongue, text: str) -> Said:
    return Said(tongue.tag, tongue.locale.direction, text)
