"""A recovery's codes and notices, as an SMS, an e-mail, a voice and a letter say them. No link, and no medical word."""

from datetime import datetime

from dossier.base import in_groups
from i18n import gettext
from portal.ui import day_in_words, day_of, moment_in_words

CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until)s. "
    "C’est pour retrouver votre accès. Ne le donnez à personne, même à nous."
)
SPOKEN_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code, pour retrouver votre accès.\n%(spoken)s\nJe répète, lentement.\n"
    "%(spoken)s\nIl sert une fois. Ne le donnez à personne, même à nous. Au revoir."
)
CONTACT_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until)s. "
    "C’est pour confirmer comment vous joindre. Ne le donnez à personne, même à nous.\n"
    "Tapez l’adresse %(place)s. Votre référence est %(reference)s."
)
SPOKEN_CONTACT_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code, pour confirmer ce téléphone.\n%(spoken)s\nJe répète, lentement.\n"
    "%(spoken)s\nVoici votre référence.\n%(spoken_reference)s\n%(spoken_reference)s\n"
    "Tapez-les sur %(place)s.\nIl sert une fois. Ne le donnez à personne, même à nous. Au revoir."
)
CALLBACK_LETTER = gettext(
    "Dossier Clair : nous vous appelons le %(at)s.\nC’est pour retrouver votre accès.\n"
    "Nous appelons le téléphone que vous nous avez donné.\nPersonne ne vous demande un code, ni un mot de passe.\n"
    "On vous en demande un ? Raccrochez.\nVous n’avez rien demandé ? Appelez le %(phone)s, %(hours)s."
)
"""A fifth of the people don't answer unknown callers (DOMAIN F7): the day and the hour are told on paper first."""
CALLBACK = gettext(
    "Bonjour. Ici Dossier Clair. Nous vous appelons, comme notre lettre le dit. Restez en ligne : "
    "une personne va vous parler. Elle ne vous demande aucun code."
)
APPOINTMENT = gettext(
    "Dossier Clair : venez dans une maison France Services, jusqu’au %(until)s.\nApportez une pièce d’identité.\n"
    "Apportez le numéro de votre demande : %(groups)s.\nUne question ? Appelez le %(phone)s, %(hours)s."
)
NOTICE = gettext(
    "Dossier Clair : %(told)s.\nC’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Votre code d’arrêt est %(stop)s. Tapez-le sur %(place)s.\n"
    "Ou appelez le %(phone)s, %(hours)s. Tout s’arrête."
)
SPOKEN_NOTICE = gettext(
    "Bonjour. Ici Dossier Clair : %(told)s. C’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Notez ce code d’arrêt.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Appelez le %(phone)s, %(hours)s, et dites ce code. Tout s’arrête. Au revoir."
)
_TOLD = {
    "opened": gettext("quelqu’un demande à retrouver votre accès"),
    "locked": gettext("des codes faux ont été tapés pour votre accès"),
    "cooling": gettext("une demande pour votre accès attend trois jours"),
    "granted": gettext("une demande pour votre accès est acceptée"),
    "done": gettext("votre accès a changé, avec un nouveau mot de passe ou identifiant"),
    "frozen": gettext("la demande pour votre accès est arrêtée"),
    "reopened": gettext("la demande pour votre accès reprend, au guichet"),
    "seen": gettext("une personne d’un guichet a vu une pièce d’identité à votre nom"),
    "seen-refused": gettext("une demande à un guichet, à votre nom, est refusée"),
    "contact-approved": gettext("%(contact)s va changer dans sept jours"),
    "contact-changed": gettext("%(contact)s a changé"),
    "contact-stopped": gettext("le changement est arrêté : %(contact)s"),
}
_CONTACTS = {
    "mobile": gettext("votre téléphone mobile"),
    "landline": gettext("votre téléphone fixe"),
    "email": gettext("votre adresse e-mail"),
    "address": gettext("votre adresse postale"),
}
_WEEKDAYS = (
    gettext("lundi"),
    gettext("mardi"),
    gettext("mercredi"),
    gettext("jeudi"),
    gettext("vendredi"),
    gettext("samedi"),
    gettext("dimanche"),
)
_GROUP = 4


def recovery_code_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what the texts of a code need besides it: in groups, how it is spoken, until when in Paris."""
    return {**_typed(told["code"]), "until": moment_in_words(datetime.fromisoformat(told["until"]))}


def contact_code_facts(told: dict[str, str], portal: str) -> dict[str, str]:
    """Return the same for the code that confirms a contact, and what is typed with it, and where."""
    return {
        **recovery_code_facts(told),
        "reference": in_groups(told["reference"]),
        "spoken_reference": " ".join(f"{sign}." for sign in told["reference"]),
        "place": f"{portal}/confirmer-un-contact",
    }


def callback_facts(told: dict[str, str]) -> dict[str, str]:
    """Return the day and the hour of a call, in Paris."""
    at = datetime.fromisoformat(told["at"])
    return {"at": f"{_WEEKDAYS[day_of(at).weekday()]} {moment_in_words(at)}"}


def appointment_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what an appointment needs: the number of the case in groups, the last day in words."""
    return {
        "groups": in_groups(told["number"]),
        "until": day_in_words(day_of(datetime.fromisoformat(told["until"]))),
    }


def recovery_notice_facts(told: dict[str, str], portal: str) -> dict[str, str]:
    """Return what a notice needs: what happened, and the code that stops it, typed or spoken."""
    contact = _CONTACTS.get(told.get("contact", ""), "")
    code = _typed(told["dispute"])
    return {
        "told": _TOLD[told["what"]] % {"contact": contact},
        "stop": code["groups"],
        "spoken": code["spoken"],
        "place": f"{portal}/ce-n-est-pas-moi",
    }


def _typed(code: str) -> dict[str, str]:
    return {
        "groups": " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP)),
        "spoken": " ".join(f"{digit}." for digit in code),
    }
