"""Codes for a mandate, and the notice that one was given, as an SMS, a voice, an e-mail and a letter say them."""

from datetime import datetime

from dossier.mandates import Duration
from dossier.policy import Scope
from i18n import gettext
from portal.ui import DURATIONS, SCOPES

from .said import dictated, in_groups_of
from .tongues import Tongue

CONSENT_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. %(aim)s Tapez ce code vous-même%(where)s, sans le dire. "
    "Il sert une fois, jusqu’au %(until)s."
)
CONSENT_CODE_SMS = (
    gettext(
        "Dossier Clair : votre code est %(groups)s, pour %(brief)s avec %(advisor)s, %(site)s : %(scopes)s. "
        "Tapez-le vous-même%(where)s, sans le dire."
    ),
    gettext(
        "Dossier Clair : votre code est %(groups)s, pour %(brief)s avec %(name)s : %(scopes)s. "
        "Tapez-le vous-même, sans le dire."
    ),
    gettext(
        "Dossier Clair : votre code est %(groups)s, pour %(brief)s avec %(name)s : %(count)s. "
        "Tapez-le vous-même, sans le dire."
    ),
)
SPOKEN_CONSENT_CODE = gettext(
    "Bonjour. Ici Dossier Clair. %(aim)s Voici votre code.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Tapez ce code vous-même%(where)s, sans le dire."
)
GIVEN = gettext(
    "Dossier Clair : vous avez donné un mandat%(how)s.\nÀ qui : %(advisor)s, %(site)s.\nPour : %(scopes)s.\n"
    "Jusqu’au %(until)s.\nC’est vous ? Ne faites rien.\n"
    "Vous voulez l’arrêter ? Votre code d’arrêt est %(stop)s. Tapez-le sur %(place)s.\n"
    "Ou appelez le %(phone)s, %(hours)s."
)
GIVEN_SMS = (
    gettext(
        "Dossier Clair : mandat donné%(how)s à %(advisor)s, %(site)s, jusqu’au %(until)s : %(scopes)s. "
        "Pour l’arrêter : %(answer)scode %(stop)s sur %(place)s ou au %(phone)s."
    ),
    gettext(
        "Dossier Clair : mandat donné à %(name)s : %(scopes)s. "
        "Pour l’arrêter : %(answer)scode %(stop)s sur %(place)s ou au %(phone)s."
    ),
    gettext(
        "Dossier Clair : mandat donné à %(name)s : %(scopes)s. "
        "Pour l’arrêter : %(answer)sdites le code %(stop)s au %(phone)s."
    ),
    gettext(
        "Dossier Clair : mandat donné à %(name)s : %(count)s. "
        "Pour l’arrêter : %(answer)sdites le code %(stop)s au %(phone)s."
    ),
)
SPOKEN_GIVEN = gettext(
    "Bonjour. Ici Dossier Clair. Vous avez donné un mandat%(how)s à %(advisor)s, %(site)s. C’est pour : %(scopes)s.\n"
    "C’est vous ? Ne faites rien.\nVous voulez l’arrêter ? Notez ce code d’arrêt.\n%(spoken)s\n"
    "Je répète, lentement.\n%(spoken)s\nAppelez le %(phone)s, %(hours)s, et dites ce code."
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
_BRIEF_MANDATE = gettext("un mandat (%(duration)s)")
_BRIEF_ACT = gettext("un acte")
_ONE, _SOME = gettext("un acte"), gettext("%(count)s actes")
_AT_A_DISTANCE = gettext(" par téléphone")
_ON_THE_KEYS = gettext(" sur votre téléphone")
_GROUP_OF_CODE, _GROUP_OF_STOP = 3, 4
_LONGEST_NAME = 26
"""Signs of a name, where signs are few."""


def consent_code_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return what the texts of a code need: what one agrees to with it, until when, in groups, as it is spoken."""
    scopes = _scopes(told["act"] or told["scopes"], tongue)
    names = {"advisor": told["advisor"], "site": told["site"], "scopes": scopes["scopes"]}
    duration = {"duration": tongue.say(DURATIONS[Duration(told["duration"])])}
    return {
        **scopes,
        "aim": tongue.say(_TO_ACT if told["act"] else _TO_AGREE) % (names | duration),
        "brief": tongue.say(_BRIEF_ACT if told["act"] else _BRIEF_MANDATE) % duration,
        "name": told["advisor"][:_LONGEST_NAME],
        "groups": in_groups_of(_GROUP_OF_CODE, told["code"]),
        "spoken": dictated(told["code"]),
        "until": tongue.moment(datetime.fromisoformat(told["until"])),
        "where": tongue.say(_ON_THE_KEYS) if told.get("remote") else "",
    }


def mandate_given_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return what the notice needs: for what, how, until when, and the code that stops it."""
    return {
        **_scopes(told["scopes"], tongue),
        "name": told["advisor"][:_LONGEST_NAME],
        "how": tongue.say(_AT_A_DISTANCE) if told.get("remote") else "",
        "until": tongue.moment(datetime.fromisoformat(told["until"])),
        "stop": in_groups_of(_GROUP_OF_STOP, told["stop"]),
        "spoken": dictated(told["stop"]),
        "place": f"{portal}/arreter-un-mandat",
    }


def _scopes(text: str, tongue: Tongue) -> dict[str, str]:
    """Return scopes as a list, and how many they are."""
    names = [tongue.say(SCOPES[Scope(one)]) for one in text.split()]
    count = tongue.say(_ONE) if len(names) == 1 else tongue.say(_SOME) % {"count": len(names)}
    return {"scopes": ", ".join(names), "count": count}
