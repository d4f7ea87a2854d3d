"""The announcement of a record, as an e-mail and a voice say it: what the law wants told (CSP R1111-28)."""

from datetime import date

from dossier.base import in_groups
from i18n import gettext
from portal.ui import as_written

from .tongues import Tongue

EMAIL = gettext(
    "%(beginning)s\n"
    "Il est sur internet. Il contient le dossier médical partagé.\n"
    "Les soignants le remplissent et le lisent. Vous le lisez aussi.\n"
    "Si vous ne faites rien, il sera créé tout seul.\n"
    "\n"
    "Vous avez le droit de dire non.\n"
    "%(last_day)s\n"
    "C’est gratuit. Vous n’avez pas à dire pourquoi.\n"
    "Votre code : %(groups)s\n"
    "\n"
    "Trois façons de répondre :\n"
    "1. Par internet : tapez l’adresse %(place)s.\n"
    "2. Par téléphone : appelez le %(phone)s, %(hours)s.\n"
    "3. Par courrier : écrivez « Je dis non », le nom, la date de naissance et le code. Signez.\n"
    "Envoyez à : %(paper)s.\n"
    "\n"
    "Cinq choses à savoir :\n"
    "- Ne pas activer le dossier, ce n’est pas dire non. Ne rien faire, c’est dire oui.\n"
    "- Dire non, fermer et effacer sont trois choses différentes. Dire non : le dossier n’est pas créé. "
    "Fermer : le dossier n’est plus lu. Il est gardé dix ans. "
    "Effacer : le dossier est détruit, en trois mois au plus.\n"
    "- Vous pouvez changer d’avis, quand vous voulez.\n"
    "- Personne n’a le droit de vous demander ce papier.\n"
    "- Votre dossier pharmaceutique est à part. Ce choix n’y touche pas.\n"
    "\n"
    "Pour fermer le dossier plus tard : quand vous voulez, des mêmes trois façons.\n"
    "Ce message n’est pas pour vous ? Ne vous servez pas du code. Appelez le %(phone)s.\n"
    "Il n’y a ici aucun lien à suivre. Tapez l’adresse vous-même."
)
LETTER = gettext("%(beginning)s Vous avez le droit de dire non. %(last_day)s Votre code : %(groups)s.")
SPOKEN = gettext(
    "Bonjour. Ici Dossier Clair. Notre lettre ne vous est pas parvenue.\n%(whose)s\n"
    "Les soignants le remplissent et le lisent. Vous le lisez aussi.\n"
    "Si vous ne faites rien, il sera créé tout seul.\nVous avez le droit de dire non. C’est gratuit.\n"
    "Une question ? Appelez le %(phone)s, %(hours)s."
)
"""Once her letter came back. Whoever answers may be somebody else: no name, no code; a key says no."""
_SPOKEN_FOR_YOU = gettext("Un dossier de santé va être créé pour vous.")
_SPOKEN_FOR_ANOTHER = gettext("Un dossier de santé va être créé pour une personne que vous représentez.")
_FOR_YOU = gettext("Bonjour. Un dossier de santé va être créé pour vous.")
_FOR_ANOTHER = gettext("Bonjour. Un dossier de santé va être créé pour %(about)s.")
_UNTIL = gettext("Vous pouvez dire non jusqu’au %(day)s.")
_TODAY = gettext("Dites-le dès aujourd’hui.")


def notice_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return for whom a record is announced, until when one can say no, the code, and where it is typed."""
    return {
        "groups": in_groups(told["code"]),
        "beginning": _beginning(told, tongue),
        "last_day": _last_day(told, tongue),
        "whose": tongue.say(_SPOKEN_FOR_ANOTHER if told["about"] else _SPOKEN_FOR_YOU),
        "place": f"{portal}/opposition",
    }


def _beginning(told: dict[str, str], tongue: Tongue) -> str:
    """Return for whom: the reader, or somebody she represents."""
    about = " ".join(as_written(name) for name in told["about"].split(" "))
    return tongue.say(_FOR_ANOTHER) % {"about": about} if about else tongue.say(_FOR_YOU)


def _last_day(told: dict[str, str], tongue: Tongue) -> str:
    """Return until when; without a known day: today."""
    if not told["last_day"]:
        return tongue.say(_TODAY)
    return tongue.say(_UNTIL) % {"day": tongue.day(date.fromisoformat(told["last_day"]))}
