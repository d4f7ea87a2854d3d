"""A recovery's codes and notices, as an SMS, an e-mail, a voice and a letter say them. No link, and no medical word."""

from datetime import datetime

from dossier.base import in_groups
from i18n import gettext
from portal.ui import day_of

from .said import dictated, in_groups_of
from .tongues import Tongue

CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until)s. "
    "C’est pour retrouver votre accès. Ne le donnez à personne, même à nous."
)
CODE_SMS = gettext(
    "Dossier Clair : votre code est %(groups)s, pour retrouver votre accès. "
    "Il sert jusqu’au %(until)s. Ne le donnez à personne, même à nous."
)
SPOKEN_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code, pour retrouver votre accès.\n%(spoken)s\nJe répète, lentement.\n"
    "%(spoken)s\nIl sert une fois. Ne le donnez à personne, même à nous."
)
CONTACT_CODE = gettext(
    "Dossier Clair : votre code est %(groups)s. Il sert une fois, jusqu’au %(until)s. "
    "C’est pour confirmer comment vous joindre. Ne le donnez à personne, même à nous.\n"
    "Tapez l’adresse %(place)s. Votre référence est %(reference)s."
)
CONTACT_CODE_SMS = (
    gettext(
        "Dossier Clair : votre code est %(groups)s, votre référence %(reference)s. "
        "Tapez-les sur %(place)s. Ne les donnez à personne."
    ),
    gettext(
        "Dossier Clair : code %(groups)s, référence %(reference)s. Tapez-les sur %(place)s. Ne les donnez à personne."
    ),
)
SPOKEN_CONTACT_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code, pour confirmer ce téléphone.\n%(spoken)s\nJe répète, lentement.\n"
    "%(spoken)s\nVoici votre référence.\n%(spoken_reference)s\n%(spoken_reference)s\n"
    "Tapez-les sur %(place)s.\nIl sert une fois. Ne le donnez à personne, même à nous."
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
    "Ou appelez le %(phone)s, %(hours)s. %(then)s"
)
NOTICE_SMS = (
    gettext(
        "Dossier Clair : %(told)s. Ce n’est pas vous ? Tapez le code %(stop)s sur %(place)s ou appelez le %(phone)s."
    ),
    gettext("Dossier Clair : %(brief)s. Pas vous ? Code d’arrêt %(stop)s sur %(place)s ou au %(phone)s."),
    gettext("Dossier Clair : %(brief)s. Ce n’est pas vous ? Appelez le %(phone)s. Code d’arrêt %(stop)s."),
)
SPOKEN_NOTICE = gettext(
    "Bonjour. Ici Dossier Clair : %(told)s. C’est vous ? Ne faites rien.\n"
    "Ce n’est pas vous ? Notez ce code d’arrêt.\n%(spoken)s\nJe répète, lentement.\n%(spoken)s\n"
    "Appelez le %(phone)s, %(hours)s, et dites ce code. %(then)s"
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
    "contact-held": gettext("%(contact)s a déjà changé : allez à un guichet"),
}
_BRIEF = {
    "opened": gettext("on demande à retrouver votre accès"),
    "locked": gettext("codes faux tapés pour votre accès"),
    "cooling": gettext("demande pour votre accès en attente"),
    "granted": gettext("demande pour votre accès acceptée"),
    "done": gettext("votre accès a changé"),
    "frozen": gettext("demande pour votre accès arrêtée"),
    "reopened": gettext("demande pour votre accès reprise"),
    "seen": gettext("pièce d’identité vue à un guichet"),
    "seen-refused": gettext("demande refusée à un guichet"),
    "contact-approved": gettext("%(contact)s va changer"),
    "contact-changed": gettext("%(contact)s a changé"),
    "contact-stopped": gettext("%(contact)s ne change pas"),
    "contact-held": gettext("%(contact)s a déjà changé"),
}
"""The same, where signs are few."""
_STOPS = gettext("Tout s’arrête.")
_TOO_LATE = gettext("Puis allez à un guichet, avec une pièce d’identité.")
"""A contact that has changed is put right by a desk: no code stops it any more."""
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
_SHORT = 6
"""Digits of a code that is typed at once: two groups of three; longer ones are in groups of four."""


def recovery_code_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return what the texts of a code need besides it: in groups, how it is spoken, until when in Paris."""
    return {**_typed(told["code"]), "until": tongue.moment(datetime.fromisoformat(told["until"]))}


def contact_code_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return the same for the code that confirms a contact, and what is typed with it, and where."""
    return {
        **recovery_code_facts(told, tongue, portal),
        "reference": in_groups(told["reference"]),
        "spoken_reference": dictated(told["reference"]),
        "place": f"{portal}/confirmer-un-contact",
    }


def callback_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return the day and the hour of a call, in Paris."""
    at = datetime.fromisoformat(told["at"])
    return {"at": f"{tongue.say(_WEEKDAYS[day_of(at).weekday()])} {tongue.moment(at)}"}


def appointment_facts(told: dict[str, str], tongue: Tongue, _portal: str) -> dict[str, str]:
    """Return what an appointment needs: the number of the case in groups, the last day in words."""
    return {
        "groups": in_groups(told["number"]),
        "until": tongue.day(day_of(datetime.fromisoformat(told["until"]))),
    }


def recovery_notice_facts(told: dict[str, str], tongue: Tongue, portal: str) -> dict[str, str]:
    """Return what a notice needs: what happened, and the code that stops it, typed or spoken."""
    contact = {"contact": tongue.say(_CONTACTS.get(told.get("contact", ""), ""))}
    code = _typed(told["dispute"])
    return {
        "told": tongue.say(_TOLD[told["what"]]) % contact,
        "brief": tongue.say(_BRIEF[told["what"]]) % contact,
        "stop": code["groups"],
        "spoken": code["spoken"],
        "then": tongue.say(_TOO_LATE if told["what"] in ("contact-changed", "contact-held") else _STOPS),
        "place": f"{portal}/ce-n-est-pas-moi",
    }


def _typed(code: str) -> dict[str, str]:
    return {"groups": in_groups_of(3 if len(code) == _SHORT else 4, code), "spoken": dictated(code)}
