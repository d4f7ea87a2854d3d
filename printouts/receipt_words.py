"""The receipts' French words, act by act: what it's called, what comes next, how to undo it."""

from dataclasses import dataclass
from typing import Final, Literal

from i18n import gettext

Kind = Literal["opt-out", "closure-request", "closure", "erasure", "reopening", "change-of-mind", "not-for-me"]


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The title, the act in the table, then two short lists of sentences."""

    title: str
    act: str
    next: tuple[str, ...]
    undo: tuple[str, ...]


_HOW: Final = "Allez sur le site, ou téléphonez."

RECEIPTS: Final[dict[Kind, ReceiptWords]] = {
    "opt-out": ReceiptWords(
        "Vous avez dit non au dossier",
        gettext("Dire non au dossier"),
        ("Le dossier ne sera pas créé.", "Nous le disons à votre caisse d’assurance maladie."),
        ("Vous pouvez demander un dossier, plus tard.", _HOW),
    ),
    "closure-request": ReceiptWords(
        "Vous avez demandé de fermer le dossier",
        gettext("Demander de fermer le dossier"),
        (
            "Le délai pour dire non était passé.",
            "Nous avons donc fermé le dossier.",
            "Fermé, il n’est plus lu. Il est gardé dix ans, puis détruit.",
        ),
        ("Vous pouvez rouvrir le dossier, pendant dix ans.", _HOW),
    ),
    "closure": ReceiptWords(
        "Dossier fermé",
        gettext("Fermer le dossier"),
        (
            "Le dossier n’est plus lu.",
            "Il est gardé dix ans, puis détruit.",
            "Vos directives anticipées n’y sont plus lues.",
            "Donnez une copie à un proche, ou à votre médecin.",
        ),
        ("Vous pouvez rouvrir le dossier, pendant dix ans.", _HOW),
    ),
    "erasure": ReceiptWords(
        "Effacement demandé",
        gettext("Effacer le dossier"),
        ("Le dossier sera détruit, en trois mois au plus.", "Une fois détruit, il ne revient pas."),
        ("Vous pouvez encore arrêter : rouvrez le dossier avant.", _HOW),
    ),
    "reopening": ReceiptWords(
        "Dossier rouvert",
        gettext("Rouvrir le dossier"),
        ("Vos documents sont de nouveau dans le dossier.", "Les soignants qui vous suivent peuvent les lire."),
        ("Vous pouvez fermer le dossier, quand vous voulez.", _HOW),
    ),
    "change-of-mind": ReceiptWords(
        "Vous avez changé d’avis",
        gettext("Annuler le « non »"),
        ("Votre « non » ne compte plus.", "Le dossier peut être créé."),
        ("Vous pouvez encore dire non, ou fermer le dossier.", _HOW),
    ),
    "not-for-me": ReceiptWords(
        "Cette lettre n’était pas pour vous",
        gettext("Dire que la lettre n’est pas pour soi"),
        ("Le dossier ne sera pas créé tout seul.", "Le représentant légal peut encore choisir."),
        ("C’était une erreur ? Téléphonez.",),
    ),
}
