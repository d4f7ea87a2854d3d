"""A unit for batches: the same actions, for many patients, sent together or not at all."""

import pytest

from dossier.documents import count_documents
from dossier.identity import enroll, person_of
from dossier.journal import Event, append, begin_chain, hold_free, verify_chain, witness_of
from dossier.lifecycle import found_space, state_of
from dossier.store import RowTaken, StoreSilent
from dossier.vault import keep_keys
from tests.kit.house import NOW, enrolled, events_of, herself, new_sqlite, operator, person, rows_of


def test_people_enrolled_together_are_as_if_enrolled_one_by_one(store):
    people = [person(email="famille@example.org", first_names=(f"N{n}",)) for n in range(50)]
    with store.gathering() as unit:
        ids = [enroll(unit, one, "fr", NOW) for one in people]
        for patient in ids:
            found_space(unit, operator(patient), NOW)
    with store.reading() as unit:
        for patient, one in zip(ids, people, strict=True):
            assert person_of(unit, patient, witness_of(patient, 1)) == one
            assert events_of(unit, patient) == ["identity:patient:enrolled", "lifecycle:space:moved"]
            assert verify_chain(unit, patient) == []
            assert state_of(unit, patient) == "announced"
            assert len(rows_of(unit, "blind_index", patient)) == 2


def test_entries_for_people_who_are_there_already_go_on_from_their_last(store):
    with store.writing() as unit:
        ids = [enrolled(unit) for _ in range(20)]
    with store.gathering() as unit:
        assert hold_free(unit, ids) == set(ids)
        keep_keys(unit, ids)
        for patient in ids:
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW, {"ground": "own_record"})
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)
    with store.reading() as unit:
        for patient in ids:
            assert events_of(unit, patient)[-2:] == ["access:history:read"] * 2
            assert verify_chain(unit, patient) == []


def test_who_is_held_by_another_act_is_not_waited_for(postgres_store):
    with postgres_store.writing() as unit:
        free, busy = enrolled(unit), enrolled(unit)
    with postgres_store.writing() as other:
        append(other, herself(busy), Event.ACCESS_HISTORY_READ, NOW)
        with postgres_store.gathering() as unit:
            assert hold_free(unit, [free, busy]) == {free}


def test_a_batch_that_fails_leaves_nothing(store):
    roux = person()
    enrolled_ids = []

    def fail_late():
        with store.gathering() as unit:
            enrolled_ids.append(enroll(unit, roux, "fr", NOW))
            unit.send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    with store.reading() as unit:
        assert events_of(unit, enrolled_ids[0]) == []


def test_a_number_taken_meanwhile_breaks_the_whole_batch(store):
    roux = person()
    with store.writing() as unit:
        enroll(unit, roux, "fr", NOW)
    others = []

    def enroll_both():
        with store.gathering() as unit:
            others.append(enroll(unit, person(), "fr", NOW))
            enroll(unit, roux, "fr", NOW)

    with pytest.raises(RowTaken):
        enroll_both()
    with store.reading() as unit:
        assert events_of(unit, others[0]) == []


def test_a_database_that_only_reads_says_so_and_keeps_nothing(tmp_path):
    store = new_sqlite(tmp_path / "full.db")
    with store.writing() as unit:
        patient = enrolled(unit)

    def write():
        with store.writing() as unit:
            unit.connection.exec_driver_sql("PRAGMA query_only = ON")
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)

    with pytest.raises(StoreSilent):
        write()
    with store.reading() as unit:
        assert count_documents(unit, herself(patient)) == 0
        assert verify_chain(unit, patient) == []
    store.engine.dispose()


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path):
    store = new_sqlite(tmp_path / "full.db")
    with store.writing() as unit:
        patient = enrolled(unit)

    def fill():
        with store.writing() as unit:
            pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for _ in range(2_000):
                append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)

    with pytest.raises(StoreSilent):
        fill()
    with store.reading() as unit:
        assert "access:history:read" not in events_of(unit, patient)
        assert verify_chain(unit, patient) == []
    store.engine.dispose()


def test_a_new_chain_begins_at_one_although_nothing_was_looked_up(store):
    with store.gathering() as unit:
        patient = enroll(unit, person(), "fr", NOW)
        begin_chain(unit, bytes(16))
    with store.reading() as unit:
        assert [row["sequence"] for row in rows_of(unit, "journal_entry", patient)] == [1]
