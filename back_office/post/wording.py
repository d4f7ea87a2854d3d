"""What each kind of message says. No link, and no medical word but the record's name: only what its reader must do.

A text takes the message's own parameters, and what `_FACTS` makes of them: codes in groups, days in words.
"""

from collections.abc import Callable
from datetime import date, datetime

from dossier.base import Settings, in_groups
from dossier.lifecycle import NOTICE
from dossier.outbox import Message
from i18n import gettext
from portal.ui import as_written, day_in_words, day_of
from printouts import RECEIPTS

from .factors import CHANGED, LETTER_CODE, SMS_CODE, SPOKEN_CHANGED, VOICE_CODE, change_facts, code_facts
from .mandates import (
    CALL,
    CONSENT_CODE,
    GIVEN,
    SPOKEN_CONSENT_CODE,
    SPOKEN_GIVEN,
    consent_code_facts,
    mandate_given_facts,
)
from .notices import EMAIL, LETTER, beginning, last_day
from .recovery import (
    APPOINTMENT,
    CALLBACK,
    CALLBACK_LETTER,
    CODE,
    CONTACT_CODE,
    SPOKEN_CODE,
    SPOKEN_CONTACT_CODE,
    SPOKEN_NOTICE,
    appointment_facts,
    callback_facts,
    contact_code_facts,
    recovery_code_facts,
    recovery_notice_facts,
)
from .recovery import NOTICE as RECOVERY_NOTICE

_WORDING = {
    "sign-in-code": SMS_CODE,
    "factor-changed": CHANGED,
    "letter-code": gettext(
        "Dossier Clair : votre code est %(groups)s. Il sert à %(aim)s, jusqu’au %(until)s. "
        "Tapez l’adresse %(place)s. Ne donnez ce code à personne."
    ),
    "receipt": gettext(
        "Dossier Clair : c’est noté.\n%(act)s, pour %(whose)s.\nLe %(made_on)s.\nReçu numéro %(groups)s.\n"
        "Pour vérifier ce reçu, tapez l’adresse %(place)s.\nVous n’avez rien demandé ? Appelez le %(phone)s."
    ),
    "erasure-soon": gettext(
        "Dossier Clair : vous avez demandé d’effacer votre dossier.\nIl sera détruit le %(erased_on)s.\n"
        "Vous changez d’avis ? Rouvrez-le avant ce jour.\nVous n’avez rien demandé ? Appelez vite le %(phone)s.\n"
        "Reçu numéro %(groups)s."
    ),
    "code-card": gettext(
        "Dossier Clair : voici votre carte de codes. Chaque code sert une fois. Gardez-la comme une clé.\n%(lines)s"
    ),
    "appointment": APPOINTMENT,
    "summary": gettext(
        "Dossier Clair : votre résumé est dans cette lettre.\nVous l’avez demandé à %(advisor)s, %(site)s.\n"
        "Vous n’avez rien demandé ? Appelez le %(phone)s."
    ),
    "call-back": CALLBACK,
    "call-back-letter": CALLBACK_LETTER,
    "recovery-code": CODE,
    "contact-code": CONTACT_CODE,
    "recovery-notice": RECOVERY_NOTICE,
    "consent-code": CONSENT_CODE,
    "mandate-call": CALL,
    "mandate-given": GIVEN,
    NOTICE: EMAIL,
}
"""What has a sheet of its own on paper (a notice, an appointment, a summary): here for the demonstration's outbox."""
_BY_CHANNEL = {
    (NOTICE, "letter"): LETTER,
    ("sign-in-code", "voice"): VOICE_CODE,
    ("sign-in-code", "letter"): LETTER_CODE,
    ("factor-changed", "voice"): SPOKEN_CHANGED,
    ("recovery-code", "voice"): SPOKEN_CODE,
    ("contact-code", "voice"): SPOKEN_CONTACT_CODE,
    ("recovery-notice", "voice"): SPOKEN_NOTICE,
    ("consent-code", "voice"): SPOKEN_CONSENT_CODE,
    ("mandate-given", "voice"): SPOKEN_GIVEN,
}
"""Where a channel needs words of its own."""
WORDED_KINDS = frozenset(_WORDING)
"""The kinds that have words; a test holds the dossier's kinds against them."""
_AIMS = {
    "opt-out": (gettext("dire non au dossier de santé"), "/opposition"),
    "activation": (gettext("activer le dossier de santé"), "/activation"),
}


_PRACTICE = gettext("EXERCICE. Rien n’est vrai dans ce message.")


def composer(settings: Settings) -> Callable[[Message], str]:
    """Return what puts a message into words, as this installation says them; in practice each begins by saying so."""
    common = {
        "phone": settings.help_phone,
        "hours": settings.help_hours,
        "paper": ", ".join(settings.paper_address),
        "portal": settings.portal_url.partition("://")[2].rstrip("/"),
    }

    def compose(message: Message) -> str:
        text = _BY_CHANNEL.get((message.kind, message.channel), _WORDING[message.kind])
        told = text % (common | message.parameters | _FACTS[message.kind](message.parameters, common["portal"]))
        return f"{_PRACTICE} {told}" if settings.practice else told

    return compose


def _letter_code(told: dict[str, str], portal: str) -> dict[str, str]:
    aim, path = _AIMS[told["purpose"]]
    until = day_in_words(date.fromisoformat(told["until"]))
    return {"groups": in_groups(told["code"]), "aim": aim, "until": until, "place": portal + path}


def _receipt(told: dict[str, str], portal: str) -> dict[str, str]:
    return {
        "act": next(words.act for kind, words in RECEIPTS.items() if kind == told["kind"]),
        "whose": " ".join(as_written(name) for name in told["person"].split(" ")),
        "made_on": day_in_words(day_of(datetime.fromisoformat(told["made_at"]))),
        "groups": in_groups(told["number"]),
        "place": f"{portal}/recepisse",
    }


def _erasure_soon(told: dict[str, str], _: str) -> dict[str, str]:
    erased_on = day_in_words(date.fromisoformat(told["erased_on"]))
    return {"erased_on": erased_on, "groups": in_groups(told["number"])}


def _code_card(told: dict[str, str], _: str) -> dict[str, str]:
    numbered = enumerate(told.get("codes", "").split(), start=1)  # a card that was handed over has none any more
    return {"lines": "\n".join(f"{line} : {code[:4]} {code[4:]}" for line, code in numbered)}


def _notice(told: dict[str, str], portal: str) -> dict[str, str]:
    return {
        "groups": in_groups(told["code"]),
        "beginning": beginning(told),
        "last_day": last_day(told),
        "place": f"{portal}/opposition",
    }


_FACTS: dict[str, Callable[[dict[str, str], str], dict[str, str]]] = {
    "sign-in-code": lambda told, _: code_facts(told),
    "factor-changed": lambda told, _: change_facts(told),
    "letter-code": _letter_code,
    "receipt": _receipt,
    "erasure-soon": _erasure_soon,
    "code-card": _code_card,
    "summary": lambda _told, _portal: {},
    "recovery-code": lambda told, _: recovery_code_facts(told),
    "contact-code": contact_code_facts,
    "appointment": lambda told, _: appointment_facts(told),
    "call-back": lambda _told, _portal: {},
    "call-back-letter": lambda told, _: callback_facts(told),
    "recovery-notice": recovery_notice_facts,
    "consent-code": lambda told, _: consent_code_facts(told),
    "mandate-call": lambda _told, _portal: {},
    "mandate-given": mandate_given_facts,
    NOTICE: _notice,
}
"""From a message's parameters, and the portal's address as one types it."""
