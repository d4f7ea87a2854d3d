"""The heart of the house for tests: a store on each database, people enrolled, papers to deposit."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dossier.base import KeyHolder
from dossier.documents import deposit, incoming, narrative
from dossier.identity import CARD_LINES, Person, enroll, hash_password, issue_card, set_credentials
from dossier.identity.sessions import open_session
from dossier.lifecycle import (
    Occasion,
    Purpose,
    Sending,
    SendingSource,
    State,
    Zone,
    announce,
    found_space,
    make_letter_code,
    move_space,
    regime_named,
)
from dossier.policy import Acting, Role
from dossier.store import Store, Unit, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade

NOW = datetime(2026, 3, 29, 9, 30, 15, 250_000, tzinfo=UTC)
"""A fixed morning, on the day the clocks change."""
PASSWORD = "tilleul sous la fenêtre"
SENT_ON = date(2026, 3, 2)
SENT_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""The morning on which the letter to Mme Roux left."""
CODES = [f"{line:02d}314159" for line in range(1, CARD_LINES + 1)]
"""The fifty codes of every test card: line 7 holds 07314159."""
MARKER = "Hémoglobine glyquée 7,1"
"""Words of every test paper, to be looked for where they mustn't be."""


def new_holder() -> FileKeyHolder:
    """Return a key holder in memory, with fresh keys."""
    return FileKeyHolder({1: secrets.token_bytes(32)}, secrets.token_bytes(32), demo=True)


def new_sqlite(path: Path) -> Store:
    """Return a store on a fresh SQLite file, migrated."""
    store = Store(make_engine(f"sqlite:///{path}"), new_holder())
    upgrade(store.engine)
    return store


@cache
def _holder_of(_url: str) -> FileKeyHolder:
    return new_holder()


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One migrated SQLite file for the worker: tests live apart by their patients' random ids."""
    store = new_sqlite(tmp_path_factory.mktemp("house") / "dossier.db")
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def postgres_store(postgres_url: str) -> Iterator[Store]:
    """One migrated PostgreSQL database for the worker; the keys too are its own, whichever folder asks."""
    store = Store(make_engine(postgres_url), _holder_of(postgres_url))
    upgrade(store.engine)
    yield store
    store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """The store, once on each database."""
    return request.getfixturevalue("sqlite_store" if request.param == "sqlite" else "postgres_store")


@pytest.fixture
def writing(store: Store) -> Iterator[Unit]:
    """A writing unit, open for the length of the test, whose changes are kept."""
    with store.writing() as unit:
        yield unit


def on_postgresql(store: Store) -> bool:
    """Tell on which of the two databases this store lies."""
    return store.engine.dialect.name == "postgresql"


def person(**changes: Any) -> Person:
    """Return Mme Roux, 84, with an INS of her own each time (no key: rooms don't judge it)."""
    roux = Person(
        ins=f"2{secrets.randbelow(10**14):014d}",
        ins_domain=10,
        birth_name="BLANCHARD",
        first_names=("JEANNE", "MARIE"),
        birth_on=date(1942, 5, 12),
        sex="F",
        usual_name="ROUX",
    )
    return replace(roux, **changes)


def enrolled(unit: Unit, *, state: State | None = State.ACTIVATED, **traits: Any) -> bytes:
    """Enroll a person and bring her record space to `state` (None: no space); return her patient id."""
    patient_id = enroll(unit, person(**traits), "fr", NOW)
    if state is None:
        return patient_id
    found_space(unit, operator(patient_id), NOW)
    for step in _WAY[state]:
        move_space(unit, operator(patient_id), step, NOW)
    return patient_id


def announced(
    unit: Unit, zone: Zone = Zone.METROPOLE, sent_on: date | None = SENT_ON, **traits: Any
) -> tuple[bytes, str]:
    """Announce a record to Mme Roux by a letter; return her patient id and the letter's code."""
    roux = person(**{"address": ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")} | traits)
    patient_id = enroll(unit, roux, "fr", SENT_AT)
    sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, zone)
    announce(unit, operator(patient_id), sending, regime_named("one-month-from-sending"), SENT_AT)
    return patient_id, make_letter_code(unit, patient_id, roux, Purpose.OPT_OUT, SENT_AT)


_WAY = {
    State.ANNOUNCED: (),
    State.OPPOSED: (State.OPPOSED,),
    State.OPENED: (State.OPENED,),
    State.ACTIVATED: (State.OPENED, State.ACTIVATED),
    State.CLOSED: (State.OPENED, State.ACTIVATED, State.CLOSED),
}


def with_credentials(unit: Unit, patient_id: bytes, *, card: bool = True) -> str:
    """Give a patient an identifier, the test password and a card; return the identifier."""
    identifier = f"roux.{secrets.token_hex(6)}"
    set_credentials(unit, patient_id, identifier, _password_hash(unit.holder), NOW)
    if card:
        issue_card(unit, patient_id, CODES, NOW)
    return identifier


@lru_cache(64)
def _password_hash(holder: KeyHolder) -> str:
    """Hash the test password once for each house."""
    return hash_password(holder, PASSWORD)


def signed_in(unit: Unit, patient_id: bytes, now: datetime = NOW) -> str:
    """Open a session for a patient without the sign-in steps; return its token."""
    return open_session(unit, patient_id, at_home=False, now=now).token


def herself(patient_id: bytes) -> Acting:
    """Return the patient acting in her own record."""
    return Acting(Role.PATIENT, patient_id, patient_id)


def representing(patient_id: bytes, actor_id: bytes = b"r" * 16) -> Acting:
    """Return a legal representative acting in this record."""
    return Acting(Role.LEGAL_REPRESENTATIVE, patient_id, actor_id, "Claire MARTIN")


def letter_holder(patient_id: bytes) -> Acting:
    """Return whoever holds the letter's code and knows the birth date."""
    return Acting(Role.LETTER_HOLDER, patient_id)


def operator(patient_id: bytes) -> Acting:
    """Return the operator acting on this record."""
    return Acting(Role.OPERATOR, patient_id)


def laboratory(patient_id: bytes) -> Acting:
    """Return a source that deposits into this record."""
    return Acting(Role.SOURCE, patient_id, actor_name="LABORATOIRE DES TILLEULS")


def paper(**changes: Any) -> incoming.IncomingDocument:
    """Return a laboratory report about Mme Roux, of other bytes each time."""
    report = incoming.IncomingDocument(
        ins="",
        ins_oid="1.2.250.1.213.1.4.10",
        traits=incoming.Traits("BLANCHARD", ("JEANNE", "MARIE"), date(1942, 5, 12), "F"),
        document_on=date(2026, 3, 12),
        type_code="11502-2",
        title=f"Bilan sanguin, {MARKER}",
        author="Dr Hélène MARCHAND",
        organization="LABORATOIRE DES TILLEULS",
        confidentiality=frozenset({"N"}),
        language="fr-FR",
        narrative=narrative.Narrative((narrative.Paragraph((narrative.Text(f"{MARKER} %"),)),)),
        attachments=(),
        media_type="text/xml",
        content=f"<ClinicalDocument n='{secrets.token_hex(8)}'>{MARKER}</ClinicalDocument>".encode(),
        warnings=(),
    )
    return replace(report, **changes)


def deposited(unit: Unit, patient_id: bytes, **changes: Any) -> bytes:
    """Deposit a paper into Mme Roux's record; return the document's id."""
    return deposit(unit, laboratory(patient_id), person(), paper(**changes), NOW).document_id


def raw(unit: Unit, statement: str, *values: Any) -> sa.CursorResult[Any]:
    """Run plain SQL, a `?` for each value, as somebody does who owns the database."""
    sign = "%s" if unit.connection.dialect.name == "postgresql" else "?"
    return unit.connection.exec_driver_sql(statement.replace("?", sign), values)


def rows_of(unit: Unit, table: str, patient_id: bytes) -> list[dict[str, Any]]:
    """Return a table's rows of one patient, as the database holds them; journal entries in their order."""
    found = [dict(row) for row in raw(unit, f"SELECT * FROM {table} WHERE patient_id = ?", patient_id).mappings()]
    return sorted(found, key=lambda row: row.get("sequence", 0))


def events_of(unit: Unit, patient_id: bytes) -> list[str]:
    """Return the events in a patient's journal, oldest first."""
    return [row["event"] for row in rows_of(unit, "journal_entry", patient_id)]


def raw_bytes(rows: list[dict[str, Any]]) -> bytes:
    """Return everything these rows hold, end to end, to look for words in it."""
    values = [value for row in rows for value in row.values()]
    return b"\n".join(v if isinstance(v, bytes) else json.dumps(v, default=str).encode() for v in values)


@contextmanager
def unguarded(store: Store) -> Iterator[Unit]:
    """Open a unit in which the journal's triggers are off, as for somebody who owns the database.

    Nothing done in it is kept, nor the missing triggers.
    """
    with store.engine.execution_options(writes=True).connect() as connection, connection.begin() as transaction:
        if on_postgresql(store):
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            for act in ("update", "delete", "replace"):
                connection.exec_driver_sql(f"DROP TRIGGER journal_entry_no_{act}")
        yield Unit(connection, store.holder, writes=True)
        transaction.rollback()


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Make every call in a thread of its own, all at the same moment; return what each gave, or raised."""
    start = threading.Barrier(len(calls))

    def make(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(make, calls))
