"""Codes for a choice, receipts, coming erasures, cards and summaries, as an SMS, an e-mail and a letter say them."""

from datetime import date, datetime

from dossier.base import in_groups
from i18n import gettext
from portal.ui import as_written, day_of
from printouts import RECEIPTS

from .tongues import Tongue

CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert à %(aim)s, jusqu’au %(until)s. "
    "Tapez l’adresse %(place)s. Ne donnez ce code à personne."
)
CODE_SMS = (
    gettext(
        "Dossier Clair : votre code est %(groups)s, pour %(aim)s, jusqu’au %(until_short)s. "
        "Tapez-le sur %(place)s. Ne le donnez à personne."
    ),
    gettext(
        "Dossier Clair : votre code est %(groups)s, pour %(aim)s. Tapez-le sur %(place)s. Ne le donnez à personne."
    ),
)
RECEIPT = gettext(
    "Dossier Clair : c’est noté.\n%(act)s, pour %(whose)s.\nLe %(made_on)s.\nReçu numéro %(groups)s.\n"
    "Pour vérifier ce reçu, tapez l’adresse %(place)s.\nVous n’avez rien demandé ? Appelez le %(phone)s."
)
ERASURE = gettext(
    "Dossier Clair : vous avez demandé d’effacer votre dossier.\nIl sera détruit le %(erased_on)s.\n"
    "Vous changez d’avis ? Rouvrez-le avant ce jour.\nVous n’avez rien demandé ? Appelez vite le %(phone)s.\n"
    "Reçu numéro %(groups)s."
)
CARD = gettext(
    "Dossier Clair : voici votre carte de codes. Chaque code sert une fois. Gardez-la comme une clé.\n%(lines)s"
)
SUMMARY = gettext(
    "Dossier Clair : votre résumé est dans cette lettre.\nVous l’avez demandé à %(advisor)s, %(site)s.\n"
    "Vous n’avez rien demandé ? Appelez le %(phone)s."
)
_AIMS = {
    "opt-out": (gettext("dire non au dossier"), "/opposition"),
    "activation": (gettext("activer le dossier"), "/activation"),
}


def letter_code_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return what a code is for, until when, and where it is typed."""
    aim, path = _AIMS[told["purpose"]]
    until = date.fromisoformat(told["until"])
    return {
        "groups": in_groups(told["code"]),
        "aim": tongue.say(aim),
        "until": tongue.day(until),
        "until_short": tongue.digits(until),
        "place": portal + path,
    }


def receipt_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return what was done, for whom, when, and where the receipt's number is checked."""
    return {
        "act": tongue.say(next(words.act for kind, words in RECEIPTS.items() if kind == told["kind"])),
        "whose": " ".join(as_written(name) for name in told["person"].split(" ")),
        "made_on": tongue.day(day_of(datetime.fromisoformat(told["made_at"]))),
        "groups": in_groups(told["number"]),
        "place": f"{portal}/recepisse",
    }


def erasure_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return the day of an erasure, and the number of the receipt of its asking."""
    return {"erased_on": tongue.day(date.fromisoformat(told["erased_on"])), "groups": in_groups(told["number"])}


def card_facts(told: dict[str, str], _tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return the lines of a card; one that was handed over has none any more."""
    numbered = enumerate(told.get("codes", "").split(), start=1)
    return {"lines": "\n".join(f"{line} : {code[:4]} {code[4:]}" for line, code in numbered)}
