"""The paper list: who was reached by no channel, and what somebody must tell her. Never a code, never a document.

Each line is read under a journal entry of its own, kept before a word is written; then the lines are marked. A crash in
between lists them twice.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from back_office.whole_file import whole_file
from dossier.base import Settings
from dossier.identity import Person, person_of
from dossier.journal import Event, append
from dossier.outbox import Unreached, mark_listed, unreached, unreached_left
from dossier.policy import Acting, Role
from dossier.store import Store
from dossier.vault import SealBroken
from i18n import gettext
from portal.ui import as_written, day_of

HEADINGS = (
    gettext("À prévenir"),
    gettext("Naissance"),
    gettext("Téléphones"),
    gettext("Courriel"),
    gettext("Adresse"),
    gettext("À dire"),
    gettext("Message du"),
    gettext("Essayé par"),
)
TO_TELL = {
    "opt-out-notice": gettext("Un dossier de santé va être créé pour vous. Vous pouvez dire non."),
    "receipt": gettext("Votre choix pour votre dossier est noté. Le reçu vous attend au guichet."),
    "erasure-soon": gettext("Votre dossier va être détruit, comme demandé. Vous pouvez encore changer d’avis."),
    "appointment": gettext("Un rendez-vous vous est proposé au guichet. Venez avec une pièce d’identité."),
    "summary": gettext("La lettre avec votre résumé n’est pas arrivée. Vous pouvez la demander à nouveau."),
    "factor-changed": gettext("Un moyen d’entrer dans votre dossier a changé. Dites si ce n’est pas vous."),
    "mandate-given": gettext("Un mandat a été donné en votre nom. Vous pouvez l’arrêter."),
    "recovery-notice": gettext("Quelqu’un demande à retrouver l’accès à votre dossier. Dites si ce n’est pas vous."),
}
"""What is said to her, by kind: each one that the outbox ever leaves to be told by hand."""
_WAYS = {
    "sms": gettext("SMS"),
    "voice": gettext("appel"),
    "email": gettext("courriel"),
    "letter": gettext("lettre"),
}
_PRACTICE = gettext("EXERCICE. Rien n’est vrai ici.")
_PAGE = 200


class PaperList:
    """What nobody could be told, as a list for the desk."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Write for this house."""
        self._store, self._practice = store, settings.practice

    def waiting(self) -> int:
        """Return how many messages stand on no list yet."""
        with self._store.reading() as unit:
            return unreached_left(unit)

    def write(self, path: Path, limit: int, now: datetime) -> Iterator[int]:
        """Write up to `limit` lines to a new file (CSV); yield how many at a time. Raises `OSError`."""
        with self._store.reading() as unit:
            listed = unreached(unit, limit)
        with whole_file(path) as file:
            lines = csv.writer(file)
            lines.writerows([(_PRACTICE,)] if self._practice else [])
            lines.writerow(HEADINGS)
            for start in range(0, len(listed), _PAGE):
                page = [line for one in listed[start : start + _PAGE] if (line := self._line(one, now))]
                lines.writerows(page)
                yield len(page)
        for start in range(0, len(listed), _PAGE):
            with self._store.writing() as unit:
                mark_listed(unit, listed[start : start + _PAGE], path.name)

    def _line(self, one: Unreached, now: datetime) -> tuple[str, ...] | None:
        """Return the line of one message, its entry kept first; None when her key is broken or gone."""
        operator = Acting(Role.OPERATOR, one.patient_id)
        try:
            with self._store.writing() as unit:
                told = {"message": one.kind}
                witness = append(unit, operator, Event.OUTBOX_MESSAGE_LISTED, now, told)
                person = person_of(unit, one.patient_id, witness)
        except SealBroken:
            return None
        return (_name(person), f"{person.birth_on:%d/%m/%Y}", *_contacts(person), *_told(one))


def _name(person: Person) -> str:
    return " ".join(as_written(name) for name in (person.first_names[0], person.name))


def _contacts(person: Person) -> tuple[str, str, str]:
    phones = dict.fromkeys(phone for phone in (person.mobile, person.landline) if phone)
    return " / ".join(phones), person.email, ", ".join(person.address)


def _told(one: Unreached) -> tuple[str, str, str]:
    tried = ", ".join(_WAYS[way] for way in one.path)
    return TO_TELL[one.kind], f"{day_of(one.queued_at):%d/%m/%Y}", tried
