"""What the scopes and the lengths of a mandate are called."""

from dossier.mandates import Duration, ProofKind
from dossier.policy import Scope
from i18n import gettext

SCOPES = {
    Scope.OPT_OUT: gettext("dire non au dossier"),
    Scope.ACTIVATION: gettext("activer le dossier"),
    Scope.RECOVERY: gettext("retrouver votre accès"),
    Scope.PRINT_SUMMARY: gettext("imprimer votre résumé"),
    Scope.PAPER_IN: gettext("ajouter un papier"),
    Scope.CONTACT_CHANGE: gettext("changer comment vous joindre"),
    Scope.CLOSURE: gettext("fermer le dossier"),
}
DURATIONS = {
    Duration.VISIT: gettext("une heure"),
    Duration.DAY: gettext("un jour"),
    Duration.MONTH: gettext("31 jours"),
    Duration.HALF_YEAR: gettext("182 jours"),
    Duration.YEAR: gettext("365 jours"),
}
PROOFS = {
    ProofKind.SMS: gettext("un code reçu par SMS"),
    ProofKind.VOICE: gettext("un code reçu par appel"),
    ProofKind.CARD: gettext("un code de la carte"),
    ProofKind.FRANCECONNECT_PLUS: gettext("FranceConnect+"),
    ProofKind.SESSION: gettext("sa visite sur le site"),
    ProofKind.PAPER: gettext("un papier signé, pièce d’identité vue"),
}
AT_A_DISTANCE = gettext("à distance, après avoir rappelé la personne")
ENDINGS = {
    "time": gettext("son temps est passé"),
    "patient": gettext("arrêté sur le site"),
    "code": gettext("arrêté avec un code"),
    "desk": gettext("arrêté à un guichet, avec la carte"),
    "advisor": gettext("arrêté par le conseiller"),
    "suspended": gettext("arrêté par le responsable"),
    "renewed": gettext("un autre mandat le remplace"),
    "erased": gettext("le dossier est effacé"),
    "wrong": gettext("cinq codes faux"),
    "unfit": gettext("ce mandat n’est plus possible"),
}
"""What ended a mandate that was given."""
MANDATE_WORDS = {
    "scope": SCOPES.__getitem__,
    "duration": DURATIONS.__getitem__,
    "proof": PROOFS.__getitem__,
    "ending": ENDINGS.__getitem__,
}
"""The same words, as the templates of both faces take them."""


def proof_in_words(proof: ProofKind | None, *, remote: bool) -> str:
    """Return by which proof a mandate was given, and that it was at a distance; empty when it wasn't given."""
    return "" if proof is None else ", ".join((PROOFS[proof], AT_A_DISTANCE) if remote else (PROOFS[proof],))


def scopes_in_words(text: str) -> str:
    """Return scopes, as messages and the journal carry them, as a list one can read."""
    return ", ".join(SCOPES[Scope(one)] for one in text.split())
