"""The announcement of a record, as an e-mail says it: what the law wants told, and the five messages (CSP R1111-28)."""

from datetime import date

from i18n import gettext
from portal.ui import as_written, day_in_words

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
_FOR_YOU = gettext("Bonjour. Un dossier de santé va être créé pour vous.")
_FOR_ANOTHER = gettext("Bonjour. Un dossier de santé va être créé pour %(about)s.")
_UNTIL = gettext("Vous pouvez dire non jusqu’au %(day)s.")
_TODAY = gettext("Dites-le dès aujourd’hui.")


def beginning(told: dict[str, str]) -> str:
    """Return for whom a record is announced: the reader, or somebody she represents."""
    about = " ".join(as_written(name) for name in told["about"].split(" "))
    return _FOR_ANOTHER % {"about": about} if about else _FOR_YOU


def last_day(told: dict[str, str]) -> str:
    """Return until when one can say no; without a known day: today."""
    return _UNTIL % {"day": day_in_words(date.fromisoformat(told["last_day"]))} if told["last_day"] else _TODAY
