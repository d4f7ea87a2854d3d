"""What the sheet of a visit says of each act: what it was, what comes next, how to undo it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class VisitWords:
    """The act in a few words, then two short lists of sentences."""

    act: str
    next: tuple[str, ...]
    undo: tuple[str, ...]


VISIT_ACTS: Final[dict[str, VisitWords]] = {
    "opt-out": VisitWords(
        "Dire non au dossier, ou revenir sur ce non",
        ("Gardez votre reçu : il dit ce qui est fait.", "Nous le disons à votre caisse d’assurance maladie."),
        ("Vous pouvez changer d’avis, quand vous voulez.",),
    ),
    "activation": VisitWords(
        "Aide pour activer le dossier",
        ("Un code arrive, par SMS ou par lettre.", "Vous activez vous-même, sur le site."),
        ("Vous pouvez fermer le dossier, quand vous voulez.",),
    ),
    "recovery": VisitWords(
        "Aide pour retrouver votre accès",
        ("Un code arrive par vos contacts, ou par lettre.", "Nous vous disons chaque étape."),
        ("Ce n’est pas vous ? Donnez le code du message, et tout s’arrête.",),
    ),
    "print-summary": VisitWords(
        "Résumé remis, ou envoyé",
        ("Le guichet ne l’a pas lu.", "Montrez-le seulement à qui vous voulez."),
        ("Vous n’en voulez plus ? Déchirez le papier.",),
    ),
    "paper-in": VisitWords(
        "Papier ajouté au dossier",
        ("Il est dans vos documents.", "Le guichet ne peut plus le voir."),
        ("C’était une erreur ? Téléphonez.",),
    ),
    "contact-change": VisitWords(
        "Changement de contact demandé",
        ("Une deuxième personne doit être d’accord.", "Puis il faut attendre 7 jours."),
        ("Ce n’est pas vous ? Donnez le code du message, et tout s’arrête.",),
    ),
    "closure": VisitWords(
        "Dossier fermé",
        ("Le dossier n’est plus lu.", "Il est gardé dix ans, puis détruit."),
        ("Vous pouvez rouvrir le dossier, pendant dix ans.",),
    ),
    "letter": VisitWords(
        "Lettre demandée, avec un papier signé",
        ("Elle part à l’adresse du dossier, si c’est possible.", "Rien ne vient en dix jours ? Téléphonez."),
        ("Vous n’en voulez plus ? Donnez le code du message, et tout s’arrête.",),
    ),
    "others-letter": VisitWords(
        "Lettre reçue par erreur, signalée",
        ("Votre dossier à vous n’a pas changé.", "L’autre dossier ne s’ouvre pas tout seul."),
        ("Ce n’est pas un non : la famille peut encore choisir.",),
    ),
}
"""By the scope that the act was done under, or by what it was where the scope would mislead."""
