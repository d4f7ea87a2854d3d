"""A unit keeps its changes together or not at all; a reading one keeps none and sees one moment."""

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from dossier.identity.tables import throttle
from dossier.journal.tables import head
from dossier.lifecycle.tables import space
from dossier.store import Store, StoreSilent, make_engine
from tests.kit.house import NOW, enrolled, new_holder, on_postgresql, rows_of, together


def state_rows(unit, patient):
    return [row["state"] for row in rows_of(unit, "record_space", patient)]


def test_a_block_that_ends_badly_keeps_nothing(store):
    patients = []

    def enroll_and_fail(unit):
        patients.append(enrolled(unit))
        raise KeyError

    with pytest.raises(KeyError), store.writing() as unit:
        enroll_and_fail(unit)
    (patient,) = patients
    with store.reading() as unit:
        assert state_rows(unit, patient) == []
        assert rows_of(unit, "patient_key", patient) == []


def test_a_reading_unit_keeps_nothing(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    change = space.update().where(space.c.patient_id == patient).values(state="closed")
    if on_postgresql(store):
        with pytest.raises(StoreSilent, match="InternalError"), store.reading() as unit:
            unit.execute(change)
    else:
        with store.reading() as unit:
            unit.execute(change)
    with store.reading() as unit:
        assert state_rows(unit, patient) == ["activated"]


def test_a_reading_unit_sees_one_moment(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    with store.reading() as unit:
        before = state_rows(unit, patient)
        with store.writing() as other:
            other.execute(space.update().where(space.c.patient_id == patient).values(state="closed"))
        assert state_rows(unit, patient) == before == ["activated"]


def test_writers_that_meet_wait_for_each_other_instead_of_failing(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)

    def write():
        for _ in range(5):
            with store.writing() as unit:
                seen = unit.scalar(sa.select(head.c.sequence).where(head.c.patient_id == patient))
                unit.execute(head.update().where(head.c.patient_id == patient).values(sequence=seen))

    assert together(*[write] * 8) == [None] * 8


def test_instants_come_back_aware_in_utc_to_the_microsecond(store):
    paris = NOW.astimezone(timezone(timedelta(hours=2))) + timedelta(microseconds=7)
    row = {"key": b"instants" * 4, "failures": 1, "last_at": paris, "until_at": paris}
    with store.writing() as unit:
        unit.put(throttle, row)
        kept = unit.first(sa.select(throttle).where(throttle.c.key == row["key"]))
    assert kept.last_at == paris
    assert kept.last_at.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(store):
    naive = datetime(2026, 3, 29, 9, 30)  # noqa: DTZ001 -- the fault that is planted
    with store.writing() as unit, pytest.raises(sa.exc.StatementError, match="aware"):
        unit.put(throttle, {"key": b"n" * 32, "failures": 1, "last_at": naive, "until_at": NOW})


def test_put_adds_a_row_once_and_then_takes_its_place(store):
    row = {"key": b"put once" * 4, "failures": 1, "last_at": NOW, "until_at": NOW}
    with store.writing() as unit:
        for failures in (1, 2, 3):
            unit.put(throttle, {**row, "failures": failures})
        kept = unit.all(sa.select(throttle.c.failures).where(throttle.c.key == row["key"]))
    assert [found.failures for found in kept] == [3]


def test_a_reader_knows_its_database_when_somebody_connected_first(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE told (word TEXT)")
    with Store(engine, new_holder()).reading() as unit:
        assert [column["name"] for column in sa.inspect(unit.connection).get_columns("told")] == ["word"]
