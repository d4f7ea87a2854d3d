"""Codes to sign in and changes of means, as an SMS, a voice and a letter say them."""

from datetime import datetime

from i18n import gettext
from portal.ui import day_in_words, day_of

SMS_CODE = gettext(
    "Dossier Clair : votre code est %(code)s. Il sert une fois, pendant 10 minutes%(aim)s. Ne le donnez à personne."
)
VOICE_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code%(aim)s.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Il sert une fois, pendant 10 minutes. Ne le donnez à personne. Au revoir."
)
"""Read twice. Each digit is a sentence of its own, so that a voice makes a pause after it."""
LETTER_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until_on)s%(aim)s. "
    "Ne le donnez à personne."
)
CHANGED = gettext(
    "Dossier Clair : %(change)s, le %(changed_on)s : %(means)s.\nC’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Appelez vite le %(phone)s, %(hours)s."
)
SPOKEN_CHANGED = gettext(
    "Bonjour. Ici Dossier Clair : %(change)s, le %(changed_on)s : %(means)s.\n"
    "Je répète, lentement.\n%(change)s : %(means)s.\nC’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Appelez vite le %(phone)s, %(hours)s. Au revoir."
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


def code_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what the texts of a code need besides it: what it is for, how it is spoken, in groups, until when."""
    code = told["code"]
    return {
        "aim": _AIMS[told["purpose"]],
        "spoken": " ".join(f"{digit}." for digit in code),
        "groups": " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP)),
        "until_on": day_in_words(day_of(datetime.fromisoformat(told["until"]))),
    }


def change_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what the notice of a change needs."""
    changed_on = day_in_words(day_of(datetime.fromisoformat(told["at"])))
    return {"change": _CHANGES[told["change"]], "means": _MEANS[told["factor"]], "changed_on": changed_on}
