"""A house for measuring: its own database and keys in a folder that goes away, and records of every size."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from tempfile import TemporaryDirectory

from flask import Flask

from back_office.demo_outbox import DemoOutbox
from back_office.opening import holder_path, open_store
from dossier.base import Settings, now
from dossier.documents import deposit, narrative
from dossier.documents.incoming import IncomingDocument, Traits
from dossier.identity import Person, enroll
from dossier.identity.sessions import open_session
from dossier.lifecycle import State, found_space, move_space
from dossier.policy import Acting, Role
from dossier.store import Store, Unit
from dossier.vault import FileKeyHolder
from migrations import upgrade
from portal import create_portal

DOMAIN = 10
_NEWEST = date(2026, 11, 12)
_AT_ONCE = 2000
_KINDS = (
    ("11502-2", "Prise de sang : thyroïde", "Docteur Hélène Vasseur"),
    ("57833-6", "Ordonnance", "Docteur Yann Le Goff"),
    ("11490-0", "Compte rendu d’hospitalisation en cardiologie", "Docteur Samira Belkacem"),
    ("18748-4", "Radio du genou droit & gauche", "Docteur Bruno Teyssier"),
    ("87273-9", "Note de vaccination", "Docteur Yann Le Goff"),
)


@dataclass(frozen=True, slots=True)
class House:
    """One database, its portal, and where both are kept."""

    settings: Settings
    store: Store
    portal: Flask


@contextmanager
def standing(database_url: str = "") -> Iterator[House]:
    """A migrated, empty house; SQLite in the house's own folder unless another database is named."""
    with TemporaryDirectory(prefix="dossier-bench-") as folder:
        settings = Settings.read({"DEMO": "1", "VAR_DIR": folder, "DATABASE_URL": database_url})
        FileKeyHolder.make(holder_path(settings), demo=True)
        store = open_store(settings)
        upgrade(store.engine)
        yield House(settings, store, create_portal(settings, store, DemoOutbox(settings, store)))
        store.engine.dispose()


def person(number: int) -> Person:
    """An invented person, with a number of her own."""
    body = f"24205999{number:05d}"
    return Person(
        ins=f"{body}{97 - int(body) % 97:02d}",
        ins_domain=DOMAIN,
        birth_name="BLANCHARD",
        first_names=("JEANNE",),
        birth_on=date(1942, 5, 12),
        sex="F",
        usual_name="ROUX",
    )


def open_record(unit: Unit, who: Person) -> bytes:
    """Enroll her and bring her record to where it is read and fed."""
    patient_id = enroll(unit, who, "fr", now())
    operator = Acting(Role.OPERATOR, patient_id)
    found_space(unit, operator, now())
    for state in (State.OPENED, State.ACTIVATED):
        move_space(unit, operator, state, now())
    return patient_id


def record_of(house: House, number: int, documents: int) -> bytes:
    """A record with so many documents, newest on 12 November 2026, one a day back from there; its patient's id."""
    who, moment = person(number), now()
    with house.store.writing() as unit:
        patient_id = open_record(unit, who)
    source = Acting(Role.SOURCE, patient_id, actor_name="Centre hospitalier du Velay")
    waiting = _incoming(who, documents)
    while batch := list(islice(waiting, _AT_ONCE)):
        with house.store.writing() as unit:
            for one in batch:
                deposit(unit, source, who, one, moment)
    return patient_id


def token_of(house: House, patient_id: bytes, moment: datetime) -> str:
    """The cookie of a session just opened."""
    with house.store.writing() as unit:
        return open_session(unit, patient_id, at_home=True, now=moment).token


def _incoming(who: Person, number: int) -> Iterator[IncomingDocument]:
    traits = Traits(who.birth_name, who.first_names, who.birth_on, who.sex)
    text = narrative.Narrative((narrative.Paragraph((narrative.Text("Rien à signaler."),)),))
    for order, (type_code, title, author) in zip(range(number), cycle(_KINDS), strict=False):
        yield IncomingDocument(
            ins=who.ins,
            ins_oid=f"1.2.250.1.213.1.4.{DOMAIN}",
            traits=traits,
            document_on=_NEWEST - timedelta(days=order),
            type_code=type_code,
            title=title,
            author=author,
            organization="Centre hospitalier du Velay",
            confidentiality=frozenset({"N"}),
            language="fr",
            narrative=text,
            attachments=(),
            media_type="text/xml",
            content=f"{who.ins} {order}".encode(),
            warnings=(),
        )
