"""What some of the cast declared of themselves, in all three states."""

from datetime import datetime

from dossier.policy import Acting
from dossier.profile import DeclaredItem, declare_list, declare_none
from dossier.store import Unit

_PROFILES: dict[str, dict[str, tuple[DeclaredItem, ...]]] = {
    "roux.jeanne": {
        "allergies": (DeclaredItem("Pénicilline", "plaques rouges sur la peau", "1998"),),
        "problems": (
            DeclaredItem("Hypothyroïdie", "thyroïde trop lente", "2011"),
            DeclaredItem("Hypertension artérielle", "", "2009-04"),
            DeclaredItem("Arthrose du genou droit"),
        ),
        "treatments": (
            DeclaredItem("Lévothyroxine 75 microgrammes", "1 comprimé le matin, à jeun"),
            DeclaredItem("Amlodipine 5 mg", "1 comprimé le soir"),
            DeclaredItem("Paracétamol 1 g", "si douleur, 3 par jour au plus"),
        ),
        "vaccinations": (
            DeclaredItem("Grippe", "", "2026-10-20"),
            DeclaredItem("Diphtérie, tétanos, polio", "rappel", "2022"),
        ),
    },
    "legoff.marcel": {
        "allergies": (),
        "problems": (DeclaredItem("Diabète de type 2", "", "2004"),),
        "treatments": (DeclaredItem("Metformine 850 mg", "1 comprimé matin et soir"),),
    },
    "haddad.youssef": {
        "allergies": (),
        "problems": (DeclaredItem("Asthme", "", "1987"),),
        "treatments": (DeclaredItem("Salbutamol", "2 bouffées si besoin"),),
        "vaccinations": (DeclaredItem("Grippe", "", "2025-11"),),
    },
    "fabre.odette": {"allergies": (DeclaredItem("Arachide", "", "1960"),), "treatments": ()},
    "lemoine.robert": {"problems": (DeclaredItem("Insuffisance cardiaque", "", "2017-02"),)},
}


def declare_profile(unit: Unit, acting: Acting, identifier: str, now: datetime) -> None:
    """Declare a member's sections: a list, or nothing to declare; what isn't here stays not filled in."""
    for section, items in _PROFILES.get(identifier, {}).items():
        if items:
            declare_list(unit, acting, section, items, now)
        else:
            declare_none(unit, acting, section, now)
