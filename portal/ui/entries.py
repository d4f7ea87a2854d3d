"""What the journal's events, roles and grounds are called on the screen. Every event shown has its words."""

from dossier.journal import Entry
from i18n import gettext

from .mandates import scopes_in_words
from .people import as_written
from .words import typeset

_WHAT = {
    "access:history:read": gettext("Consultation de cette liste"),
    "access:other_record:opened": gettext("Ouverture du dossier d’une personne représentée"),
    "access:record:opened": gettext("Ouverture du dossier et de la liste des documents"),
    "access:since:read": gettext("Liste de ce qui s’est passé depuis votre dernière visite"),
    "documents:document:deposited": gettext("Document ajouté"),
    "documents:document:opened": gettext("Document lu"),
    "documents:part:downloaded": gettext("Copie prise d’un document"),
    "documents:summary:asked": gettext("Résumé demandé pour vous, par lettre"),
    "documents:summary:printed": gettext("Résumé préparé pour l’impression"),
    "documents:summary:shown": gettext("Résumé montré à votre tour, au guichet"),
    "identity:card:issued": gettext("Nouvelle carte de codes"),
    "identity:code:sent": gettext("Code envoyé"),
    "identity:contact:changed": gettext("Moyen de vous joindre changé"),
    "identity:credentials:set": gettext("Identifiant et mot de passe enregistrés"),
    "identity:factor:added": gettext("Moyen d’entrer ajouté"),
    "identity:factor:removed": gettext("Moyen d’entrer retiré"),
    "identity:factor:replaced": gettext("Moyen d’entrer remplacé"),
    "identity:federated_identity:linked": gettext("Dossier relié à FranceConnect"),
    "identity:patient:enrolled": gettext("Dossier préparé"),
    "identity:representative:added": gettext("Représentant légal ajouté"),
    "identity:session:closed": gettext("Sortie du site"),
    "identity:session:opened": gettext("Entrée sur le site"),
    "identity:sessions:closed": gettext("Toutes les visites fermées"),
    "identity:sign_in:refused": gettext("Essai d’entrer, sans réussir"),
    "lifecycle:act:done": gettext("Choix enregistré"),
    "lifecycle:act:told": gettext("Vous êtes prévenu d’un choix pour une personne que vous représentez"),
    "lifecycle:act:transmitted": gettext("Choix transmis à la caisse"),
    "lifecycle:space:moved": gettext("Le dossier change d’état"),
    "lifecycle:window:set": gettext("Nouvelle lettre, nouveau délai pour dire non"),
    "mandates:call:placed": gettext("Appel passé vers vous, pour un mandat à distance"),
    "mandates:call:taken": gettext("Vous avez répondu à cet appel"),
    "mandates:evidence:opened": gettext("Papier signé pour un mandat, ouvert pour un litige"),
    "mandates:mandate:drafted": gettext("Mandat préparé à un guichet, pas encore accepté"),
    "mandates:mandate:ended": gettext("Mandat terminé"),
    "mandates:mandate:given": gettext("Mandat donné"),
    "mandates:mandate:refused": gettext("Mandat refusé"),
    "mandates:mandate:renewed": gettext("Mandat donné à nouveau"),
    "mandates:mandate:revoked": gettext("Mandat arrêté"),
    "mandates:mandate:used": gettext("Acte fait pour vous, avec votre mandat"),
    "mandates:person:sought": gettext("Quelqu’un vous a cherché, à un guichet"),
    "mandates:proof:given": gettext("Accord donné avant un acte"),
    "mandates:proof:refused": gettext("Code faux, au guichet"),
    "outbox:message:listed": gettext("Message à vous dire, car rien ne vous est arrivé"),
    "profile:section:declared": gettext("Partie du profil remplie"),
    "recovery:appointment:sent": gettext("Rendez-vous au guichet proposé, pour retrouver l’accès"),
    "recovery:callback:planned": gettext("Appel prévu, pour retrouver l’accès"),
    "recovery:callback:rung": gettext("Appel passé, pour retrouver l’accès"),
    "recovery:case:disputed": gettext("Demande d’accès arrêtée : « ce n’est pas moi »"),
    "recovery:case:done": gettext("Accès retrouvé"),
    "recovery:case:granted": gettext("Demande d’accès acceptée"),
    "recovery:case:locked": gettext("Demande d’accès en pause, après des erreurs"),
    "recovery:case:opened": gettext("Demande pour retrouver l’accès au dossier"),
    "recovery:case:reopened": gettext("Demande d’accès reprise, au guichet"),
    "recovery:code:sent": gettext("Code envoyé pour retrouver l’accès"),
    "recovery:contact:approved": gettext("Changement pour vous joindre accepté, en attente"),
    "recovery:contact:asked": gettext("Changement demandé pour vous joindre"),
    "recovery:contact:confirmed": gettext("Changement pour vous joindre confirmé"),
    "recovery:contact:disputed": gettext("Changement pour vous joindre arrêté"),
    "recovery:identity:refused": gettext("Demande à un guichet refusée"),
    "recovery:identity:seen": gettext("Pièce d’identité vue à un guichet"),
    "recovery:proof:given": gettext("Preuve acceptée pour retrouver l’accès"),
    "recovery:proof:refused": gettext("Code faux, pour retrouver l’accès"),
}
_STATES = {
    "announced": gettext("annoncé"),
    "opposed": gettext("refusé par la personne"),
    "opened": gettext("créé"),
    "activated": gettext("activé"),
    "closed": gettext("fermé"),
}
_ACTS = {
    "opt-out": gettext("dire non au dossier"),
    "closure-request": gettext("demander la fermeture"),
    "closure": gettext("fermer le dossier"),
    "erasure": gettext("effacer le dossier"),
    "reopening": gettext("rouvrir le dossier"),
    "change-of-mind": gettext("changer d’avis"),
    "not-for-me": gettext("lettre arrivée à une autre personne"),
}
_WAYS = {
    "sealed": gettext("fichier fermé par un code"),
    "letter": gettext("lettre à votre adresse"),
}
_WHO = {
    "patient": gettext("Vous"),
    "patient_at_desk": gettext("Vous, à votre tour, au guichet de %(advisor)s"),
    "post": gettext("Le service du courrier, à la demande de %(advisor)s"),
    "legal_representative": gettext("Représentant légal"),
    "letter_holder": gettext("Une personne avec le code de la lettre"),
    "source": gettext("Un professionnel de santé"),
    "operator": gettext("Le service"),
    "advisor": gettext("Un conseiller, au guichet"),
    "call_agent": gettext("Une personne du téléphone 3422"),
    "supervisor": gettext("Une personne responsable du service"),
    "stranger": gettext("Inconnu"),
}
_GROUND = {
    "own_record": gettext("C’est votre dossier."),
    "legal_representation": gettext("La loi lui permet de représenter la personne."),
    "feeding": gettext("Ce document sert à vos soins."),
    "letter_code": gettext("Le code de la lettre donne le droit de dire non."),
    "recovery": gettext("Cette personne aide à retrouver un accès perdu."),
    "operation": gettext("Le service fonctionne ainsi."),
    "mandate": gettext("Un mandat lui permet cet acte."),
}
_AT_A_DISTANCE = gettext("à distance")
_DETAILS = {
    "others-letter": gettext("une lettre pour une autre personne, reçue par erreur"),
    "letter": gettext("une lettre demandée, avec un papier signé"),
}
_WHY = {
    "protected": gettext("un juge protège la personne, la loi demande une autre voie"),
    "minor": gettext("la personne n’a pas encore 18 ans"),
    "grown": gettext("l’enfant a grandi, ou ce parent ne le représente plus"),
    "unfit": gettext("la loi ne permet plus ce mandat"),
}
"""Why a mandate wasn't possible: no desk is told."""
_AT_A_DESK = ("patient_at_desk", "post")
"""Who acts because an advisor asked for it: told with the advisor's name and site."""
_BROUGHT = gettext("Une personne avec le code de la lettre, au guichet de %(advisor)s")
"""A letter that reached somebody else, who had it told at a desk."""
_HER_OWN = gettext("C’est son dossier.")


def words_of_events() -> frozenset[str]:
    """Return the events that have words, for the test that holds the journal against them."""
    return frozenset(_WHAT)


def what_happened(entry: Entry) -> str:
    """Return what happened, with the document's title, the record's new state or the acts of a mandate."""
    told = (
        entry.facts.get("title")
        or _STATES.get(entry.facts.get("state", ""), "")
        or _ACTS.get(entry.facts.get("kind", ""), "")
        or _WAYS.get(entry.facts.get("way", ""), "")
        or _DETAILS.get(entry.facts.get("detail", ""), "")
        or _WHY.get(entry.facts.get("why", ""), "")
        or scopes_in_words(entry.facts.get("scopes", entry.facts.get("scope", "")))
    )
    far = _AT_A_DISTANCE if entry.facts.get("remote") else ""
    said = ", ".join(filter(None, (told, far)))
    return typeset(f"{_WHAT[entry.event]} : {said}") if said else _WHAT[entry.event]


def who_acted(entry: Entry, *, for_patient: bool) -> str:
    """Return who it was: a name when the journal holds one, else the role; of an advisor, her site as well."""
    name = entry.facts.get("actor")
    site = entry.facts.get("site", "")
    if entry.role in _AT_A_DESK:
        return _WHO[entry.role] % {"advisor": ", ".join(filter(None, (name, site)))}
    if entry.role == "letter_holder" and site:
        return _BROUGHT % {"advisor": ", ".join(filter(None, (name, site)))}
    if entry.role == "advisor":
        return ", ".join(filter(None, (name or _WHO["advisor"], site)))
    if name:
        # A person's name comes in capitals from her identity; a hospital's stays as it writes itself.
        return as_written(name) if entry.role == "legal_representative" else name
    if entry.role == "patient" and not for_patient:
        return gettext("La personne elle-même")
    return _WHO[entry.role]


def on_what_ground(entry: Entry, *, for_patient: bool) -> str:
    """Return on what ground, or an empty text when the act needs none."""
    code = entry.facts.get("ground", "")
    return _HER_OWN if code == "own_record" and not for_patient else _GROUND.get(code, "")
