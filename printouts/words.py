"""The summary's French words, section by section: plain, short, one fact a sentence."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SectionWords:
    """What a section is called, how it says that there is nothing, and who filled it in."""

    title: str
    none: str
    none_on: str
    source: str


_DECLARED: Final = ("déclaré le", "Déclaré dans le profil.")
_FILED: Final = ("à la date du", "")

SECTIONS: Final = {
    "allergies": SectionWords("Allergies", "Aucune allergie", *_DECLARED),
    "problems": SectionWords("Problèmes de santé actuels", "Aucun problème de santé actuel", *_DECLARED),
    "treatments": SectionWords("Traitements", "Aucun traitement", *_DECLARED),
    "vaccinations": SectionWords("Vaccinations", "Aucune vaccination", *_DECLARED),
    "results": SectionWords("Résultats récents", "Aucun résultat récent", *_FILED),
    "documents": SectionWords("Documents récents", "Aucun document récent", *_FILED),
}
"""In the order of the sheet: what an emergency needs comes first."""

SEXES: Final = {"F": "féminin", "M": "masculin", "U": "non précisé"}
