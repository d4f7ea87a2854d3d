"""The clock opens what nobody said no to: each space once, told in its chain, and never one that is in hand."""

from datetime import UTC, datetime, timedelta

import pytest

from dossier.journal import hold, verify_chain
from dossier.lifecycle import State, Way, case_of, change_mind, not_for_me, open_due, opt_out, spaces_due, state_of
from dossier.vault import key_of
from tests.kit.house import announced, events_of, letter_holder, raw, rows_of

END = datetime(2026, 4, 13, 22, 0, tzinfo=UTC)
"""The end of the window of a letter sent on 2 March: midnight in Paris after forty-two days."""
DUE = END + timedelta(minutes=10)
IN_TIME = END - timedelta(days=10)


def open_everything(store, now, limit=50):
    """Open chunk after chunk, as the jobs do; return how many."""
    opened = 0
    while True:
        with store.gathering() as unit:
            chunk = open_due(unit, now, limit)
        assert chunk <= limit
        opened += chunk
        if not chunk:
            return opened


@pytest.fixture(autouse=True)
def nothing_left_by_others(request):
    store = request.getfixturevalue("store" if "store" in request.fixturenames else "postgres_store")
    open_everything(store, datetime(2100, 1, 1, tzinfo=UTC), 5000)


def test_a_space_opens_ten_minutes_after_its_window_and_not_before(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
    assert open_everything(store, DUE - timedelta(microseconds=1)) == 0
    assert open_everything(store, DUE) == 1
    assert open_everything(store, DUE) == 0
    with store.reading() as unit:
        case = case_of(unit, patient)
        assert (case.state, case.since_at, case.due_at) == (State.OPENED, DUE, None)
        assert verify_chain(unit, patient) == []


def test_a_space_whose_key_is_broken_stays_shut_and_stops_nobody_else(store):
    with store.writing() as unit:
        (broken, _), (whole, _) = announced(unit), announced(unit)
        raw(unit, "UPDATE patient_key SET wrapped = ? WHERE patient_id = ?", b"no key", broken)
    assert open_everything(store, DUE) == 1
    with store.writing() as unit:
        assert (state_of(unit, whole), state_of(unit, broken)) == (State.OPENED, State.ANNOUNCED)
        unit.forget(broken)


def test_the_opening_is_told_in_the_chain_as_any_other_move(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
    open_everything(store, DUE)
    with store.reading() as unit:
        last = rows_of(unit, "journal_entry", patient)[-1]
        assert (last["event"], last["role"], last["audience"]) == ("lifecycle:space:moved", "operator", "all")
        assert events_of(unit, patient).count("lifecycle:space:moved") == 2  # announced, opened
        told = key_of(unit, patient).open(last["sealed"], *place_and_witness(patient, last["sequence"]))
    assert told == b'{"actor":"","state":"opened"}'


def place_and_witness(patient, sequence):
    from dossier.journal import witness_of
    from dossier.journal.actions import entry_place

    return entry_place(sequence), witness_of(patient, sequence)


def test_more_than_a_chunk_is_opened_chunk_by_chunk_and_each_once(store):
    with store.writing() as unit:
        patients = [announced(unit)[0] for _ in range(23)]
    with store.reading() as unit:
        assert spaces_due(unit, DUE) == 23
    assert open_everything(store, DUE, limit=5) == 23
    with store.reading() as unit:
        assert spaces_due(unit, DUE) == 0
        for patient in patients:
            assert state_of(unit, patient) is State.OPENED
            assert events_of(unit, patient).count("lifecycle:space:moved") == 2


def test_who_said_no_whose_letter_went_astray_and_who_has_no_date_stay_as_they_are(store):
    with store.writing() as unit:
        no, astray, undated, back = (announced(unit, **more)[0] for more in ({}, {}, {"sent_on": None}, {}))
        opt_out(unit, letter_holder(no), Way.LETTER, IN_TIME)
        not_for_me(unit, letter_holder(astray), Way.LETTER, IN_TIME)
        opt_out(unit, letter_holder(back), Way.LETTER, IN_TIME)
        change_mind(unit, letter_holder(back), Way.LETTER, IN_TIME)
    assert open_everything(store, DUE + timedelta(days=365)) == 1
    with store.reading() as unit:
        found = [state_of(unit, patient) for patient in (no, astray, undated, back)]
    assert found == [State.OPPOSED, State.ANNOUNCED, State.ANNOUNCED, State.OPENED]


def test_a_chunk_that_fails_late_leaves_nothing(store):
    with store.writing() as unit:
        patient, _ = announced(unit)
        before = rows_of(unit, "journal_entry", patient)

    def fail_late():
        with store.gathering() as unit:
            assert open_due(unit, DUE, 50) == 1
            unit.send()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_late()
    with store.reading() as unit:
        assert state_of(unit, patient) is State.ANNOUNCED
        assert rows_of(unit, "journal_entry", patient) == before


def test_a_no_under_way_is_left_to_its_holder_and_nobody_waits(postgres_store):
    with postgres_store.writing() as unit:
        busy, _ = announced(unit)
        free, _ = announced(unit)
    with postgres_store.writing() as act:
        hold(act, busy)  # her form has arrived: from here on she decides
        assert open_everything(postgres_store, DUE) == 1
        opt_out(act, letter_holder(busy), Way.LETTER, END - timedelta(seconds=1))
    assert open_everything(postgres_store, DUE) == 0
    with postgres_store.reading() as unit:
        assert (state_of(unit, busy), state_of(unit, free)) == (State.OPPOSED, State.OPENED)
        assert verify_chain(unit, busy) == []


def test_two_workers_share_the_spaces_and_neither_waits(postgres_store):
    with postgres_store.writing() as unit:
        for _ in range(10):
            announced(unit)
    with postgres_store.gathering() as one:
        assert open_due(one, DUE, 6) == 6
        with postgres_store.gathering() as other:
            assert open_due(other, DUE, 6) == 4
