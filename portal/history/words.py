"""What the journal's events, roles and grounds are called on the screen. Every event shown has its words."""

from dossier.journal import Entry
from i18n import gettext
from portal.ui import typeset

_WHAT = {
    "access:history:read": gettext("A regardé qui a lu le dossier"),
    "access:other_record:opened": gettext("A ouvert le dossier d’une personne représentée"),
    "access:record:opened": gettext("A ouvert le dossier et vu la liste"),
    "documents:document:deposited": gettext("A ajouté un document"),
    "documents:document:opened": gettext("A lu un document"),
    "documents:part:downloaded": gettext("A pris une copie d’un document"),
    "documents:summary:printed": gettext("A préparé un résumé à imprimer"),
    "identity:card:issued": gettext("Nouvelle carte de codes"),
    "identity:code:sent": gettext("Code envoyé par SMS"),
    "identity:credentials:set": gettext("Identifiant et mot de passe choisis"),
    "identity:patient:enrolled": gettext("Dossier préparé"),
    "identity:representative:added": gettext("Représentant légal ajouté"),
    "identity:session:closed": gettext("A quitté le site"),
    "identity:session:opened": gettext("Est entré sur le site"),
    "identity:sign_in:refused": gettext("Quelqu’un a essayé d’entrer, sans réussir"),
    "lifecycle:space:moved": gettext("Le dossier a changé d’état"),
    "profile:section:declared": gettext("A rempli une partie du profil"),
}
_WHO = {
    "patient": gettext("Vous"),
    "legal_representative": gettext("Représentant légal"),
    "source": gettext("Un professionnel de santé"),
    "operator": gettext("Le service"),
}
_GROUND = {
    "own_record": gettext("C’est votre dossier."),
    "legal_representation": gettext("Il représente la personne par la loi."),
    "feeding": gettext("Ce document sert à vos soins."),
    "operation": gettext("Le service fonctionne ainsi."),
}


def words_of_events() -> frozenset[str]:
    """Return the events that have words, for the test that holds the journal against them."""
    return frozenset(_WHAT)


def what(entry: Entry) -> str:
    """Return what happened, with the document's title when there is one."""
    title = entry.facts.get("title", "")
    return typeset(f"{_WHAT[entry.event]} : {title}") if title else _WHAT[entry.event]


def who(entry: Entry, *, for_patient: bool) -> str:
    """Return who it was: a name when the journal holds one, else the role."""
    if entry.facts.get("actor"):
        return entry.facts["actor"]
    if entry.event == "identity:sign_in:refused":
        return gettext("Inconnu")
    if entry.role == "patient" and not for_patient:
        return gettext("La personne elle-même")
    return _WHO[entry.role]


def ground(entry: Entry) -> str:
    """Return on what ground, or an empty text when the act needs none."""
    return _GROUND.get(entry.facts.get("ground", ""), "")
