"""The public categories of documents: code of the dossier, word in the address, name on the screen."""

from dataclasses import dataclass

from i18n import gettext


@dataclass(frozen=True, slots=True)
class Category:
    """One public category, as Mon espace santé names it."""

    code: str
    slug: str
    name: str


CATEGORIES = (
    Category("SYNTHESE", "resume", gettext("Ma santé en résumé")),
    Category("ORD_SOIN", "ordonnances", gettext("Ordonnances et soins")),
    Category("RADIO_SC", "imagerie", gettext("Radio, écho, scanner, IRM")),
    Category("BIOLOGIE", "biologie", gettext("Résultats de biologie")),
    Category("CPT_REND", "comptes-rendus", gettext("Comptes rendus")),
    Category("DEPISTAG", "prevention", gettext("Prévention et dépistages")),
    Category("CAR_VAC", "vaccins", gettext("Vaccins")),
    Category("CERT_MED", "certificats", gettext("Certificats médicaux")),
    Category("DOC_ADM", "pieces-administratives", gettext("Pièces administratives")),
    Category("DIR_ANT", "directives-anticipees", gettext("Directives anticipées")),
    Category("SYNTH_PML", "synthese-medicale", gettext("Synthèse médicale")),
    Category("QUEST_SANTE", "questionnaire", gettext("Questionnaire santé")),
    Category("AUTR_DOC", "autres", gettext("Autres documents")),
)
BY_CODE = {category.code: category for category in CATEGORIES}
BY_SLUG = {category.slug: category for category in CATEGORIES}


def category_name(code: str) -> str:
    """The name shown to the patient; raises KeyError on a code outside the table."""
    return BY_CODE[code].name


def category_slug(code: str) -> str:
    """The category's word in the address; raises KeyError on a code outside the table."""
    return BY_CODE[code].slug
