"""A recovery's codes and notices, as an SMS, an e-mail, a voice and a letter say them. No link, and no medical word."""

from datetime import datetime

from i18n import gettext
from portal.ui import moment_in_words

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
    "C’est pour confirmer comment vous joindre. Ne le donnez à personne, même à nous."
)
SPOKEN_CONTACT_CODE = gettext(
    "Bonjour. Ici Dossier Clair. Voici votre code, pour confirmer ce téléphone.\n%(spoken)s\nJe répète, lentement.\n"
    "%(spoken)s\nIl sert une fois. Ne le donnez à personne, même à nous. Au revoir."
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
_GROUP = 4


def recovery_code_facts(told: dict[str, str]) -> dict[str, str]:
    """Return what the texts of a code need besides it: in groups, how it is spoken, until when in Paris."""
    return {**_typed(told["code"]), "until": moment_in_words(datetime.fromisoformat(told["until"]))}


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
