"""What somebody at the desk tells her, by kind of message, once no channel reached her."""

from dossier.lifecycle import NOTICE, Case, State
from dossier.outbox import Message
from i18n import SOURCE, gettext, translator
from portal.ui import as_written

from .recovery import recovery_notice_facts
from .tongues import Tongue

TO_TELL = {
    NOTICE: gettext("Un dossier de santé va être créé pour %(whom)s. Vous pouvez dire non."),
    "receipt": gettext("Le choix pour le dossier de %(whose)s est noté. Le reçu vous attend au guichet."),
    "erasure-soon": gettext("Votre dossier va être détruit, comme demandé. Vous pouvez encore changer d’avis."),
    "appointment": gettext("Un rendez-vous vous est proposé au guichet. Venez avec une pièce d’identité."),
    "summary": gettext("La lettre avec votre résumé n’est pas arrivée. Vous pouvez la demander à nouveau."),
    "factor-changed": gettext("Un moyen d’entrer dans votre dossier a changé. Dites si ce n’est pas vous."),
    "mandate-given": gettext("Un mandat a été donné en votre nom. Vous pouvez l’arrêter."),
    "recovery-notice": gettext("Voici la nouvelle : %(told)s. Dites si ce n’est pas vous."),
}
"""What is said to her, by kind: each one that the outbox ever leaves to be told by hand."""
_OPENED = gettext("Un dossier de santé est créé pour %(whom)s. Vous pouvez le fermer.")
_DECIDED = gettext("Rien : le choix est déjà fait.")
_YOU = gettext("vous")


def to_tell(message: Message, case: Case | None) -> str:
    """Return what this message comes to today, in French. Nothing of it is a code."""
    told, text = message.parameters, TO_TELL[message.kind]
    if message.kind == NOTICE:
        return _of_a_record(told, text, None if case is None else case.state)
    if message.kind == "receipt":
        return text % {"whose": _written(told["person"])}
    if message.kind == "recovery-notice":
        return text % {"told": recovery_notice_facts(told, Tongue(SOURCE, translator(SOURCE)), "")["told"]}
    return text


def _of_a_record(told: dict[str, str], text: str, state: State | None) -> str:
    if state not in (State.ANNOUNCED, State.OPENED):
        return _DECIDED
    return (text if state is State.ANNOUNCED else _OPENED) % {"whom": _written(told["about"]) or _YOU}


def _written(name: str) -> str:
    return " ".join(as_written(part) for part in name.split())
