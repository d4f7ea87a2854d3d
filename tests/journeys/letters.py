"""Letters as they lie on somebody's table: sent to a person of one test alone, read on the page of the outbox."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from urllib.request import urlopen

import html5lib

from back_office.demo.cast import ADDRESSEES, TEST_DOMAIN, Addressee
from back_office.opening import open_store
from dossier.base import Settings, now
from dossier.identity import Person, TypedIdentity, patient_by_ins
from dossier.lifecycle import (
    Announcement,
    Case,
    Purpose,
    Sending,
    SendingSource,
    State,
    Zone,
    announce_to,
    ask_new_code,
    case_of,
    move_space,
    notices_sent,
    regime_named,
    regime_told,
)
from dossier.policy import Acting, Role
from dossier.store import Store, Unit
from tests.kit.visitor import words_of

from .running import Running

VIDAL, NOE, LAMBERT = ADDRESSEES
_TOLD = regime_named("one-month-from-sending")
_LETTER_AGE, _OLD_LETTER_AGE = timedelta(days=3), timedelta(days=120)
_IN_GROUPS = re.compile(r"\b" + "-".join(["[234679A-HJKMNP-RT-Z]{4}"] * 3) + r"\b")
_namesakes = count(1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who got a letter, and the portal where she may answer it."""

    portal: Running
    person: Person
    patient_id: bytes

    def code(self) -> str:
        """Return the code of what was last sent to her, as she reads it."""
        return in_groups_of_four(newest_message(self.portal, self.person.mobile or self.person.address[0]))

    def case(self) -> Case:
        """Return the row of her record."""
        with records(self.portal) as store, store.reading() as unit:
            case = case_of(unit, self.patient_id)
        assert case is not None
        return case

    def let_days_pass(self, days: int) -> None:
        """Make her letter so many days older; its code goes on living."""
        moved = {"ago": f"-{days} days", "her": self.patient_id}
        with closing(sqlite3.connect(self.portal.var_dir / "dossier.db", timeout=30)) as database, database:
            database.execute(
                "UPDATE record_space SET sent_on = date(sent_on, :ago), displayed_on = date(displayed_on, :ago),"
                " accepted_on = date(accepted_on, :ago), accepted_until = datetime(accepted_until, :ago),"
                " due_at = datetime(due_at, :ago) WHERE patient_id = :her",
                moved,
            )
            database.execute("UPDATE letter_code SET made_at = datetime(made_at, :ago) WHERE patient_id = :her", moved)


def letter_to(portal: Running, addressee: Addressee) -> Reader:
    """Send a letter to a namesake of this addressee, born the same day, so that each test has a reader of its own."""
    person = _namesake(addressee.person)
    with records(portal) as store, store.writing() as unit:
        forget_tries(unit)
        sent_on = (now() - (_OLD_LETTER_AGE if addressee.opened else _LETTER_AGE)).date()
        told = regime_told(addressee.occasion, sent_on, _TOLD.id) or _TOLD
        sending = Sending(addressee.occasion, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
        announce_to(unit, Announcement(person, "fr", sending, told), now())
        patient_id = patient_by_ins(unit, person.ins, TEST_DOMAIN)
        assert patient_id is not None
        notices_sent(unit, [patient_id])
        if addressee.opened:
            move_space(unit, Acting(Role.OPERATOR, patient_id), State.OPENED, now())
            typed = TypedIdentity(person.birth_name, person.first_names[0], person.birth_on, person.ins)
            ask_new_code(unit, typed, Purpose.ACTIVATION, "journeys", {TEST_DOMAIN}, now(), sms=True)
    return Reader(portal, person, patient_id)


def newest_message(portal: Running, recipient: str) -> str:
    """Return what was last sent to this number or address, as the page of the outbox shows it."""
    with urlopen(f"{portal.url}/demo/outbox") as answer:
        page = html5lib.parse(answer.read(), namespaceHTMLElements=False)
    told = (words_of(item) for item in page.iter("li"))
    return next(words for words in told if recipient in words)


def in_groups_of_four(text: str) -> str:
    """Return the first code or number of a receipt that stands in a text."""
    found = _IN_GROUPS.search(text)
    assert found, text
    return found[0]


@contextmanager
def records(portal: Running) -> Iterator[Store]:
    """Open the store of a running portal, for the time of the block."""
    store = open_store(Settings.read({"DEMO": "1", "VAR_DIR": str(portal.var_dir)}))
    try:
        yield store
    finally:
        store.engine.dispose()


def _namesake(person: Person) -> Person:
    """Return the same person with a number of her own: another order number, and its key."""
    body = f"{person.ins[:10]}{next(_namesakes):03d}"
    return replace(person, ins=f"{body}{97 - int(body) % 97:02d}")


def forget_tries(unit: Unit) -> None:
    """Forget who waits: all these people write from one address, where in life each has her own."""
    unit.connection.exec_driver_sql("DELETE FROM throttle")
