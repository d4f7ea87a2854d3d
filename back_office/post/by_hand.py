"""The paper list: who was reached by no channel, and what somebody must tell her. Never a code, never a document.

Each line is read under a journal entry of its own, kept before a word is written; then the lines are marked. A crash in
between lists them twice. What can't be opened is on no list, and stays to be listed.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from back_office.whole_file import whole_file
from dossier.base import Settings
from dossier.identity import Person, person_of
from dossier.journal import Event, append
from dossier.lifecycle import case_of
from dossier.outbox import Message, Told, Unreached, mark_listed, open_told, unreached, unreached_left
from dossier.policy import Acting, Role
from dossier.store import Store
from dossier.vault import SealBroken
from i18n import gettext
from portal.ui import as_written, day_of

from .to_tell import to_tell

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
        """Write up to `limit` lines to a new file (CSV); yield how many at a time. Raises `OSError`.

        A name that is taken is refused before anybody is read.
        """
        if path.exists():
            raise FileExistsError(path.name)
        with self._store.reading() as unit:
            wanted = unreached(unit, limit)
        listed = []
        with whole_file(path) as file:
            lines = csv.writer(file)
            lines.writerows([(_PRACTICE,)] if self._practice else [])
            lines.writerow(HEADINGS)
            for start in range(0, len(wanted), _PAGE):
                page = [(one, line) for one in wanted[start : start + _PAGE] if (line := self._line(one, now))]
                lines.writerows(line for _, line in page)
                listed += [one for one, _ in page]
                yield len(page)
        for start in range(0, len(listed), _PAGE):
            with self._store.writing() as unit:
                mark_listed(unit, listed[start : start + _PAGE], path.name)

    def _line(self, one: Unreached, now: datetime) -> tuple[str, ...] | None:
        """Return the line of one message, its entry kept first; None when her key or the message is broken or gone."""
        operator = Acting(Role.OPERATOR, one.patient_id)
        try:
            with self._store.writing() as unit:
                told = {"message": one.kind}
                witness = append(unit, operator, Event.OUTBOX_MESSAGE_LISTED, now, told)
                person = person_of(unit, one.patient_id, witness)
                posted = open_told(unit, Told(one.patient_id, one.message_id))
                if posted is None:
                    raise SealBroken  # nobody is told of a line that nobody reads
                said = to_tell(posted.message, case_of(unit, one.patient_id))
        except SealBroken:
            return None
        return (*_who(person, posted.message), *_contacts(person), said, *_tried(one))


def _who(person: Person, message: Message) -> tuple[str, str]:
    """Return whom to tell, and her birth date: whom the letter named, of whom nothing else is known."""
    if message.parameters.get("about"):
        return as_written(message.parameters["addressee"]), ""
    return " ".join(as_written(name) for name in (person.first_names[0], person.name)), f"{person.birth_on:%d/%m/%Y}"


def _contacts(person: Person) -> tuple[str, str, str]:
    phones = dict.fromkeys(phone for phone in (person.mobile, person.landline) if phone)
    return " / ".join(phones), person.email, ", ".join(person.address)


def _tried(one: Unreached) -> tuple[str, str]:
    return f"{day_of(one.queued_at):%d/%m/%Y}", ", ".join(_WAYS[way] for way in one.path)
