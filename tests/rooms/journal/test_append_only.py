"""The journal takes entries and gives none back: both databases refuse, even to plain SQL."""

import pytest
import sqlalchemy as sa

from tests.kit.house import enrolled, on_postgresql, raw, rows_of

REFUSED = (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.OperationalError, sa.exc.DatabaseError)
UPDATES = [
    "UPDATE journal_entry SET event = 'nothing'",
    "UPDATE journal_entry SET sequence = sequence + 100",
    "UPDATE journal_entry SET sealed = sealed",
    "DELETE FROM journal_entry",
    "DELETE FROM journal_entry WHERE sequence = 1",
]
AGAIN = "INSERT INTO journal_entry SELECT * FROM journal_entry"
ON_SQLITE = [
    "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry LIMIT 1",
    "REPLACE INTO journal_entry SELECT * FROM journal_entry",
    "INSERT INTO journal_entry SELECT * FROM journal_entry WHERE true ON CONFLICT DO UPDATE SET event = 'nothing'",
    "UPDATE OR IGNORE journal_entry SET event = 'nothing'",
]
ON_POSTGRESQL = [
    "TRUNCATE journal_entry",
    "TRUNCATE journal_entry_p00",
    "TRUNCATE journal_entry CASCADE",
    f"{AGAIN} ON CONFLICT (patient_id, sequence) DO UPDATE SET event = 'nothing'",
    *(f"DELETE FROM journal_entry_p{part:02d}" for part in range(16)),
    *(f"UPDATE journal_entry_p{part:02d} SET event = 'nothing'" for part in range(16)),
]


def refused(store, statement):
    """Run a statement as its own transaction; tell whether the database refused it for being append-only."""
    try:
        with store.writing() as unit:
            touched = unit.connection.exec_driver_sql(statement).rowcount
    except REFUSED as error:
        return "append-only" in str(error)
    return touched == 0  # a partition without an entry


@pytest.fixture(params=["sqlite", "postgresql"])
def everywhere(request):
    """A store with an entry in every partition."""
    store = request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_store")
    with store.writing() as unit:
        while len(_filled(unit)) < (16 if on_postgresql(store) else 1):
            enrolled(unit, state=None)
    return store


def _filled(unit):
    column = "tableoid::regclass::text" if unit.connection.dialect.name == "postgresql" else "'one'"
    return set(unit.connection.exec_driver_sql(f"SELECT DISTINCT {column} FROM journal_entry").scalars())


def test_no_statement_changes_or_removes_an_entry(everywhere):
    more = ON_POSTGRESQL if on_postgresql(everywhere) else ON_SQLITE
    with everywhere.reading() as unit:
        before = unit.connection.exec_driver_sql("SELECT count(*), max(event) FROM journal_entry").one()
    taken = [statement for statement in UPDATES + more if not refused(everywhere, statement)]
    assert taken == []
    with everywhere.reading() as unit:
        after = unit.connection.exec_driver_sql("SELECT count(*), max(event) FROM journal_entry").one()
    assert after == before


def test_an_entry_of_the_same_number_is_not_taken_either(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        first = rows_of(unit, "journal_entry", patient)[0]
    again = {**first, "event": "nothing"}
    statement = f"INSERT INTO journal_entry ({', '.join(again)}) VALUES ({', '.join('?' * len(again))})"
    with pytest.raises(REFUSED), store.writing() as unit:
        raw(unit, statement, *again.values())
