"""Codes for a mandate, and the notice that one was given, as an SMS, a voice, an e-mail and a letter say them."""

from datetime import datetime

from dossier.mandates import Duration
from dossier.policy import Scope
from i18n import gettext
from portal.ui import DURATIONS, SCOPES, moment_in_words, scopes_in_words

CONSENT_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. %(aim)s Tapez ce code vous-même%(where)s, sans le dire. "
    "Il sert une fois, jusqu’au %(until)s."
)
SPOKEN_CONSENT_CODE = gettext(
    "Bonjour. Ici Dossier Clair. %(aim)s Voici votre code.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Tapez ce code vous-même%(where)s, sans le dire. Au revoir."
)
GIVEN = gettext(
    "Dossier Clair : vous avez donné un mandat%(how)s.\nÀ qui : %(advisor)s, %(site)s.\nPour : %(scopes)s.\n"
    "Jusqu’au %(until)s.\nC’est vous ? Ne faites rien.\n"
    "Vous voulez l’arrêter ? Votre code d’arrêt est %(stop)s. Tapez-le sur %(place)s.\n"
    "Ou appelez le %(phone)s, %(hours)s."
)
SPOKEN_GIVEN = gettext(
    "Bonjour. Ici Dossier Clair. Vous avez donné un mandat%(how)s à %(advisor)s, %(site)s. C’est pour : %(scopes)s.\n"
    "C’est vous ? Ne faites rien.\nVous voulez l’arrêter ? Notez ce code d’arrêt.\n%(spoken)s\n"
    "Je répète, lentement.\n%(spoken)s\nAppelez le %(phone)s, %(hours)s, et dites ce code. Au revoir."
)
_TO_AGREE = gettext(
    "Avec lui, vous acceptez un mandat : %(scopes)s. À qui : %(advisor)s, %(site)s. Durée : %(duration)s."
)
_TO_ACT = gettext("Avec lui, vous acceptez un acte : %(scopes)s. Par : %(advisor)s, %(site)s.")
CALL = gettext(
    "Bonjour. Ici Dossier Clair. %(advisor)s, %(site)s, vous rappelle, comme vous l’avez demandé.\n"
    "Pour lui parler, tapez 1. Vous n’avez rien demandé ? Raccrochez.\nNe dites aucun code, à personne."
)
"""Before she is joined to the desk: a key, so that no answering machine takes the call."""
_AT_A_DISTANCE = gettext(" par téléphone")
_ON_THE_KEYS = gettext(" sur votre téléphone")
_GROUP = 4


def consent_code_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what the texts of a code need: what one agrees to with it, until when, in groups, as it is spoken."""
    names = {"advisor": told["advisor"], "site": told["site"]}
    if told["act"]:
        aim = _TO_ACT % (names | {"scopes": SCOPES[Scope(told["act"])]})
    else:
        duration = DURATIONS[Duration(told["duration"])]
        aim = _TO_AGREE % (names | {"scopes": scopes_in_words(told["scopes"]), "duration": duration})
    where = _ON_THE_KEYS if told.get("remote") else ""
    return {**_typed(told["code"], 3), "aim": aim, "until": _moment(told["until"]), "where": where}


def mandate_given_facts(told: dict[str, str], portal: str) -> dict[str, str]:
    """Return what the notice needs: for what, how, until when, and the code that stops it."""
    code = _typed(told["stop"], _GROUP)
    return {
        "scopes": scopes_in_words(told["scopes"]),
        "how": _AT_A_DISTANCE if told.get("remote") else "",
        "until": _moment(told["until"]),
        "stop": code["groups"],
        "spoken": code["spoken"],
        "place": f"{portal}/arreter-un-mandat",
    }


def _moment(text: str) -> str:
    return moment_in_words(datetime.fromisoformat(text))


def _typed(code: str, group: int) -> dict[str, str]:
    return {
        "groups": " ".join(code[start : start + group] for start in range(0, len(code), group)),
        "spoken": " ".join(f"{digit}." for digit in code),
    }
