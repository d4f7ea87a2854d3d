"""What the scopes and the lengths of a mandate are called."""

from dossier.mandates import Duration
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


def scopes_in_words(text: str) -> str:
    """Return scopes, as messages and the journal carry them, as a list one can read."""
    return ", ".join(SCOPES[Scope(one)] for one in text.split())
