"""The menu of a desk: each role sees its own pages, and the first page tells what each is for."""

from dataclasses import dataclass
from typing import Literal

from dossier.policy import Role
from i18n import gettext

DeskMenu = Literal[
    "",
    "home",
    "calls",
    "changes",
    "visit",
    "desk",
    "alarms",
    "confirmations",
    "team",
    "site",
    "acts",
    "deadline",
    "keys",
]


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One page of the menu: its place, its address, its short name; as a choice, its long name and what it is for."""

    item: DeskMenu
    path: str
    words: str
    choice: str
    second: str


_CALLS = MenuLine(
    "calls",
    "/appels",
    gettext("Appels"),
    gettext("Aider une personne au téléphone"),
    gettext("Elle a perdu son accès, ou change de numéro."),
)
_CHANGES = MenuLine(
    "changes",
    "/changements",
    gettext("Accords"),
    gettext("Donner un accord"),
    gettext("Une autre équipe veut changer un numéro ou une adresse."),
)
_VISIT = MenuLine(
    "visit",
    "/visite",
    gettext("Visite"),
    gettext("Commencer une visite"),
    gettext("La personne est là, ou au téléphone. Elle donne son accord."),
)
_DESK = MenuLine(
    "desk",
    "/guichet",
    gettext("Guichet"),
    gettext("Voir une pièce d’identité"),
    gettext("La personne est devant vous. Elle n’a plus d’accès."),
)
_ALARMS = MenuLine(
    "alarms",
    "/alarmes",
    gettext("Alarmes"),
    gettext("Regarder les alarmes"),
    gettext("Ce qui sort de l’ordinaire depuis 7 jours."),
)
_CONFIRMATIONS = MenuLine(
    "confirmations",
    "/a-confirmer",
    gettext("À confirmer"),
    gettext("Voir ce qui attend une deuxième personne"),
    gettext("Une pièce vue à un guichet, un contact à changer."),
)
_TEAM = MenuLine(
    "team",
    "/equipe",
    gettext("Équipe"),
    gettext("Gérer mon équipe"),
    gettext("Inviter, suspendre, donner de nouveaux moyens d’accès."),
)
_SITE = MenuLine(
    "site",
    "/site",
    gettext("Chiffres"),
    gettext("Voir les chiffres"),
    gettext("Ce qui a été fait, sans rien dire d’un patient."),
)
_ACTS = MenuLine(
    "acts",
    "/journal-des-actes",
    gettext("Journal"),
    gettext("Lire le journal des actes"),
    gettext("Qui a fait quoi, et quand. Sans aucun nom de patient."),
)
_DEADLINE = MenuLine(
    "deadline",
    "/calcul-du-delai",
    gettext("Délai pour dire non"),
    gettext("Calculer le délai pour dire non"),
    gettext("Avec une date et un code postal. Sans aucun nom."),
)
_KEYS = MenuLine(
    "keys",
    "/cles",
    gettext("Mes clés"),
    gettext("Gérer mes clés de sécurité"),
    gettext("Une clé remplace le code de l’application."),
)
_OF_ROLE = {
    Role.CALL_AGENT: (_CALLS, _CHANGES, _DEADLINE, _KEYS),
    Role.SUPERVISOR: (_ALARMS, _CONFIRMATIONS, _CHANGES, _TEAM, _SITE, _ACTS, _DEADLINE, _KEYS),
    Role.ADVISOR: (_VISIT, _DESK, _DEADLINE, _KEYS),
}


def menu_of(role: Role) -> tuple[MenuLine, ...]:
    """Return the pages of a role, without the first one."""
    return _OF_ROLE[role]
