"""One sentence for each thing that happened, and when. No title of a document is in any."""

from datetime import datetime

from dossier.access import CaisseAnswer, Happening, Since, Topic
from dossier.journal import Event
from dossier.policy import Role
from i18n import gettext
from portal.ui import day_in_words, day_of, typeset, what_happened, who_acted
from printouts import SinceLine

LETTERS = {
    "opt-out-notice": gettext("annonce de votre dossier"),
    "letter-code": gettext("code à 12 signes"),
    "sign-in-code": gettext("code pour entrer"),
    "receipt": gettext("reçu d’un choix"),
    "erasure-soon": gettext("votre dossier va être effacé"),
    "code-card": gettext("votre carte de codes"),
    "appointment": gettext("rendez-vous au guichet"),
    "summary": gettext("votre résumé"),
    "factor-changed": gettext("un moyen d’entrer a changé"),
    "recovery-notice": gettext("demande pour retrouver votre accès"),
    "recovery-code": gettext("code pour retrouver votre accès"),
    "contact-code": gettext("code pour confirmer un contact"),
    "call-back-letter": gettext("nous allons vous appeler"),
    "consent-code": gettext("code pour un mandat"),
    "mandate-given": gettext("mandat donné"),
}
"""What each kind of letter is called; a test holds the kinds of the post against it."""
_ACTS = {
    "opt-out": gettext("dire non"),
    "closure-request": gettext("demander la fermeture"),
    "closure": gettext("fermer"),
    "erasure": gettext("effacer"),
    "reopening": gettext("rouvrir"),
    "change-of-mind": gettext("changer d’avis"),
    "not-for-me": gettext("lettre pour une autre personne"),
}
_BEGINNINGS = {
    "visit": gettext("Depuis votre visite du %(day)s"),
    "month": gettext("Depuis 31 jours, le %(day)s"),
    "beginning": gettext("Depuis le début, le %(day)s"),
}
_SAY_NO = gettext("Vous pouvez dire non jusqu’au %(day)s.")
_ACCEPTED = gettext("Votre caisse a bien reçu votre choix : %(act)s.")
_REJECTED = gettext("Votre caisse n’a pas pris votre choix : %(act)s. Appelez-nous.")
_LETTER = gettext("Lettre envoyée : %(kind)s.")
_ONCE = gettext("Le %(day)s.")
_OFTEN = gettext("%(n)s fois. La dernière : le %(day)s.")
_READ = {
    Role.PATIENT: gettext("Vous avez lu votre dossier."),
    Role.PATIENT_AT_DESK: gettext("Vous avez lu votre résumé, au guichet."),
    Role.POST: gettext("Votre résumé est parti par lettre."),
}
_READ_BY = gettext("A lu votre dossier : %(who)s.")
_ADDED_BY = gettext("Document ajouté par %(who)s.")
_GIVEN = frozenset({Event.MANDATES_MANDATE_GIVEN, Event.MANDATES_MANDATE_RENEWED})
_HERSELF = frozenset({Role.PATIENT, Role.OPERATOR, Role.STRANGER})
"""Whose name adds nothing: her own, the service's, nobody's."""


def beginning_of(since: Since) -> str:
    """Return since when it is told."""
    return _BEGINNINGS[since.of] % {"day": day_in_words(day_of(since.begins_at))}


def lines_of(since: Since) -> dict[Topic, list[SinceLine]]:
    """Return the lines of each topic that has some, in the order of the topics."""
    told: dict[Topic, list[SinceLine]] = {topic: [] for topic in Topic}
    if since.say_no_until is not None:
        told[Topic.RECORD].append(SinceLine(_SAY_NO % {"day": day_in_words(since.say_no_until)}))
    told[Topic.RECORD] += [_answer(one) for one in since.answers]
    for one in since.happenings:
        told[one.topic].append(SinceLine(_what(one), _when(one.count, one.entry.at)))
    told[Topic.LETTERS] += [
        SinceLine(typeset(_LETTER % {"kind": LETTERS[kind]}), _when(count, at)) for kind, count, at in since.letters
    ]
    return {topic: lines for topic, lines in told.items() if lines}


def _answer(one: CaisseAnswer) -> SinceLine:
    said = (_ACCEPTED if one.accepted else _REJECTED) % {"act": _ACTS[one.kind]}
    return SinceLine(typeset(said), _when(1, one.at))


def _what(one: Happening) -> str:
    entry = one.entry
    who = who_acted(entry, for_patient=True)
    if one.topic is Topic.READING:
        return _READ.get(Role(entry.role)) or typeset(_READ_BY % {"who": who})
    if entry.event == Event.DOCUMENTS_DOCUMENT_DEPOSITED:
        return typeset(_ADDED_BY % {"who": who})
    said = what_happened(entry)
    if entry.event in _GIVEN:
        who = ", ".join(filter(None, (entry.facts.get("advisor", ""), entry.facts.get("site", ""))))
        return f"{said}. {who}."
    return f"{said}." if entry.role in _HERSELF else f"{said}. {who}."


def _when(count: int, at: datetime) -> str:
    day = {"day": day_in_words(day_of(at)), "n": count}
    return typeset((_ONCE if count == 1 else _OFTEN) % day)
