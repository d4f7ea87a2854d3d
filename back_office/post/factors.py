"""Codes to sign in and changes of means, as an SMS, a voice and a letter say them."""

from datetime import datetime

from i18n import gettext
from portal.ui import day_of

from .said import dictated, in_groups_of
from .tongues import Tongue

SMS_CODE = gettext(
    "Dossier Clair : votre code est %(code)s. Il sert une fois, pendant 10 minutes%(aim)s. Ne le donnez à personne."
)
VOICE_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code%(aim)s.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Il sert une fois, pendant 10 minutes. Ne le donnez à personne."
)
LETTER_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until_on)s%(aim)s. "
    "Ne le donnez à personne."
)
CHANGED = gettext(
    "Dossier Clair : %(change)s, le %(changed_on)s : %(means)s.\nC’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Appelez vite le %(phone)s, %(hours)s."
)
CHANGED_SMS = gettext(
    "Dossier Clair : %(change)s, le %(changed_on)s : %(means)s. Ce n’est pas vous ? Appelez vite le %(phone)s."
)
SPOKEN_CHANGED = gettext(
    "Bonjour. Ici Dossier Clair : %(change)s, le %(changed_on)s : %(means)s.\n"
    "Je répète, lentement.\n%(change)s : %(means)s.\nC’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Appelez vite le %(phone)s, %(hours)s."
)
_AIMS = {
    "sign-in": "",
    "factor-proof": gettext(", pour changer vos moyens d’entrer"),
    "new-number": gettext(", pour ajouter ce téléphone"),
}
_CHANGES = {
    "added": gettext("un moyen d’entrer a été ajouté"),
    "replaced": gettext("un moyen d’entrer a été remplacé"),
    "removed": gettext("un moyen d’entrer a été retiré"),
}
_MEANS = {
    "card": gettext("carte de codes"),
    "sms": gettext("SMS"),
    "voice": gettext("appel au téléphone"),
    "letter": gettext("lettre"),
    "totp": gettext("application de codes"),
}
_GROUP = 4


def code_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return what the texts of a code need besides it: what it is for, how it is spoken, in groups, until when."""
    code = told["code"]
    return {
        "aim": tongue.say(_AIMS[told["purpose"]]),
        "spoken": dictated(code),
        "groups": in_groups_of(_GROUP, code),
        "until_on": tongue.day(day_of(datetime.fromisoformat(told["until"]))),
    }


def change_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return what the notice of a change needs."""
    changed_on = tongue.day(day_of(datetime.fromisoformat(told["at"])))
    change, means = tongue.say(_CHANGES[told["change"]]), tongue.say(_MEANS[told["factor"]])
    return {"change": change, "means": means, "changed_on": changed_on}
