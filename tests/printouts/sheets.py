"""Sheets of invented people, as full and as bare as they come."""

from dataclasses import replace
from datetime import UTC, datetime

from printouts import Identity, Item, PartialDate, Section, SummarySheet

JEANNE = Identity(
    civility="Mme",
    usual_name="Roux",
    birth_name="Le Goff",
    first_names=("Jeanne", "Marie"),
    birth_on=PartialDate(1942, 11, 17),
    sex="F",
    ins="242115612345678",
)
PRINTED_AT = datetime(2026, 11, 22, 15, 5, tzinfo=UTC)

BARE = SummarySheet(JEANNE, PRINTED_AT)
"""Nobody ever filled anything in."""

THREE_STATES = replace(
    BARE,
    allergies=Section.none(PartialDate(2026, 3, 3)),
    treatments=Section.listed(
        Item("Metformine 850 mg", "1 comprimé le matin", PartialDate(2010, 2, 1)),
        Item("Paracétamol 1 000 mg", "Si douleur : au plus 3 fois par jour", PartialDate(2019)),
    ),
    documents=Section.none(PartialDate(2026, 11, 22)),
)

FULL = replace(
    THREE_STATES,
    allergies=Section.listed(
        Item("Pénicilline", "Gonflement du visage. Ne jamais en reprendre.", PartialDate(1987)),
        Item("Noix et noisettes", "Boutons rouges", PartialDate(2003, 6)),
    ),
    problems=Section.listed(Item("Diabète de type 2", on=PartialDate(2009)), Item("Arthrose du genou droit")),
    vaccinations=Section.listed(Item("Grippe", on=PartialDate(2026, 10, 14), author="Pharmacie des Halles")),
    results=Section.listed(
        Item("Hémoglobine glyquée : 6,9 %", on=PartialDate(2026, 9, 3), author="Laboratoire des Halles")
    ),
    documents=Section.listed(
        Item("Compte rendu de cardiologie", on=PartialDate(2026, 9, 21), author="Dr Yasmine Benali"),
        Item("Ordonnance", on=PartialDate(2026, 11, 3), author="Dr Le Goff"),
    ),
)


def with_treatments(count: int) -> SummarySheet:
    """A sheet of `count` treatments of four lines or so, each between the words `debut<n>` and `fin<n>`."""
    dose = "1 comprimé le matin, 1 comprimé le midi et 1 comprimé le soir pendant le repas"
    items = (Item(f"debut{n} Médicament", f"{dose}, jusqu’à fin{n}") for n in range(count))
    return replace(FULL, treatments=Section.listed(*items))
