"""What a receipt says in French: by which way, under which rule, in which part of the country."""

from dossier.lifecycle import Way, Zone
from i18n import gettext

WAYS: dict[Way, str] = {
    Way.LETTER: gettext("sur ce site, avec le code de la lettre"),
    Way.SIGNED_IN: gettext("sur ce site, avec un identifiant"),
    Way.DESK: gettext("dans une maison France Services"),
    Way.PHONE: gettext("par téléphone"),
    Way.PAPER: gettext("par courrier"),
}
HOLDER = gettext("la personne qui a la lettre")
ACCEPTED = gettext("acceptée jusqu’à")
_MONTH = gettext("un mois après l’envoi")
_WEEKS = gettext("six semaines après l’envoi (Code de la santé publique, R1111-28)")
RULES: dict[str, str] = {
    "one-month-from-sending": _MONTH,
    "six-weeks-from-sending": _WEEKS,
    "six-weeks-from-sending-birth": _WEEKS,
    "six-weeks-from-sending-late-affiliation": _WEEKS,
}
ZONES: dict[Zone, str] = {
    Zone.METROPOLE: gettext("France métropolitaine"),
    Zone.ALSACE_MOSELLE: gettext("Alsace ou Moselle"),
    Zone.GUADELOUPE: gettext("Guadeloupe"),
    Zone.MARTINIQUE: gettext("Martinique"),
    Zone.GUYANE: gettext("Guyane"),
    Zone.LA_REUNION: gettext("La Réunion"),
    Zone.MAYOTTE: gettext("Mayotte"),
    Zone.SAINT_MARTIN: gettext("Saint-Martin"),
    Zone.SAINT_BARTHELEMY: gettext("Saint-Barthélemy"),
    Zone.SAINT_PIERRE_ET_MIQUELON: gettext("Saint-Pierre-et-Miquelon"),
}
