"""`verify` finds whatever somebody who owns the database may do to a chain."""

from datetime import UTC, datetime

import pytest

from dossier.journal import Event, append, chains, verify, verify_chain
from dossier.journal.rules import entry_digest
from tests.kit.house import NOW, deposited, enrolled, herself, raw, rows_of, unguarded


@pytest.fixture
def chain(store):
    """A patient with seven entries, and the store she is in."""
    with store.writing() as unit:
        patient = enrolled(unit)
        deposited(unit, patient)
        for _ in range(2):
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)
        assert len(rows_of(unit, "journal_entry", patient)) == 7
    return store, patient


def tampered(chain, *statements):
    """Run statements with the triggers off, `chain` standing for its patient; return what `verify` then says."""
    store, patient = chain
    with unguarded(store) as unit:
        for statement, *values in statements:
            given = [patient if value is chain else value for value in values]
            touched = raw(unit, statement, *given).rowcount
            assert touched > 0, f"the fault wasn't planted: {statement}"
        assert patient in chains(unit)
        return [(fault.sequence, fault.kind) for fault in verify_chain(unit, patient)]


def test_a_chain_left_alone_is_whole(chain):
    store, patient = chain
    with store.reading() as unit:
        assert verify_chain(unit, patient) == []
        assert patient in chains(unit)


@pytest.mark.parametrize(
    "change",
    [
        "event = 'access:history:read'",
        "role = 'source'",
        "audience = 'not_patient'",
        "sealed = previous",
        "previous = digest",
        "digest = previous",
    ],
)
def test_a_changed_field_is_found_where_it_was_changed(chain, change):
    statement = f"UPDATE journal_entry SET {change} WHERE patient_id = ? AND sequence = 3"
    assert tampered(chain, (statement, chain)) == [(3, "changed")]


def test_a_changed_instant_is_found_down_to_the_microsecond(chain):
    postgresql = chain[0].engine.dialect.name == "postgresql"
    later = "at + interval '1 microsecond'" if postgresql else "replace(at, '.250000', '.250001')"
    statement = f"UPDATE journal_entry SET at = {later} WHERE patient_id = ? AND sequence = 3"
    assert tampered(chain, (statement, chain)) == [(3, "changed")]


def test_a_removed_entry_is_found(chain):
    assert tampered(chain, ("DELETE FROM journal_entry WHERE patient_id = ? AND sequence = 4", chain)) == [
        (4, "missing")
    ]


def test_a_removed_entry_is_found_when_the_others_close_up(chain):
    close_up = "UPDATE journal_entry SET sequence = ? WHERE patient_id = ? AND sequence = ?"
    faults = tampered(
        chain,
        ("DELETE FROM journal_entry WHERE patient_id = ? AND sequence = 4", chain),
        *((close_up, number - 1, chain, number) for number in (5, 6, 7)),
    )
    assert faults == [(4, "changed")]


def test_a_removed_first_entry_is_found(chain):
    assert tampered(chain, ("DELETE FROM journal_entry WHERE patient_id = ? AND sequence = 1", chain)) == [
        (1, "missing")
    ]


def test_two_entries_that_changed_places_are_found(chain):
    move = "UPDATE journal_entry SET sequence = ? WHERE patient_id = ? AND sequence = ?"
    assert tampered(chain, (move, 99, chain, 3), (move, 3, chain, 4), (move, 4, chain, 99)) == [(3, "changed")]


def test_an_entry_slipped_in_is_found(chain):
    columns = "at, event, role, audience, sealed, previous, digest"
    slip_in = (
        f"INSERT INTO journal_entry (patient_id, sequence, {columns})"
        f" SELECT patient_id, 8, {columns} FROM journal_entry WHERE patient_id = ? AND sequence = 7"
    )
    assert tampered(chain, (slip_in, chain)) == [(8, "changed")]


@pytest.mark.parametrize("first_cut", [7, 5, 2])
def test_a_tail_cut_off_is_found(chain, first_cut):
    cut = "DELETE FROM journal_entry WHERE patient_id = ? AND sequence >= ?"
    assert tampered(chain, (cut, chain, first_cut)) == [(first_cut - 1, "cut")]


def test_a_tail_cut_off_is_found_when_the_head_is_moved_back_to_it(chain):
    cut = "DELETE FROM journal_entry WHERE patient_id = ? AND sequence > 5"
    forge = (
        "UPDATE journal_head SET sequence = 5, digest = (SELECT digest FROM journal_entry e"
        " WHERE e.patient_id = journal_head.patient_id AND e.sequence = 5) WHERE patient_id = ?"
    )
    assert tampered(chain, (cut, chain), (forge, chain)) == [(5, "head-forged")]


def test_a_removed_head_is_found(chain):
    assert tampered(chain, ("DELETE FROM journal_head WHERE patient_id = ?", chain)) == [(7, "head-missing")]


def test_a_head_of_another_chain_is_found(chain):
    store, _ = chain
    with store.writing() as unit:
        other = enrolled(unit)
    swap = (
        "UPDATE journal_head SET (sequence, digest, mark) ="
        " (SELECT sequence, digest, mark FROM journal_head WHERE patient_id = ?) WHERE patient_id = ?"
    )
    faults = tampered(chain, (swap, other, chain))
    assert [kind for _, kind in faults] == ["head-forged"]


def test_a_whole_chain_taken_away_is_found_while_its_owner_has_a_key(chain):
    faults = tampered(
        chain,
        ("DELETE FROM journal_entry WHERE patient_id = ?", chain),
        ("DELETE FROM journal_head WHERE patient_id = ?", chain),
    )
    assert faults == [(0, "head-missing")]


def test_the_entries_of_a_chain_taken_away_under_its_head_are_found(chain):
    assert tampered(chain, ("DELETE FROM journal_entry WHERE patient_id = ?", chain)) == [(0, "cut")]


def test_an_act_in_the_middle_of_the_check_is_no_fault(chain, monkeypatch):
    store, patient = chain
    heads = verify._head_faults

    def after_an_act(*asked):
        with store.writing() as unit:
            append(unit, herself(patient), Event.ACCESS_HISTORY_READ, NOW)
        return heads(*asked)

    monkeypatch.setattr(verify, "_head_faults", after_an_act)
    with store.reading() as unit:
        assert verify_chain(unit, patient) == []
    with store.reading() as unit:
        assert len(rows_of(unit, "journal_entry", patient)) == 8


def test_another_chain_stays_whole(chain):
    store, patient = chain
    with store.writing() as unit:
        other = enrolled(unit)
    with unguarded(store) as unit:
        raw(unit, "DELETE FROM journal_entry WHERE patient_id = ?", patient)
        assert verify_chain(unit, patient)
        assert verify_chain(unit, other) == []


def rewritten(unit, patient, first):
    """Change the role of one entry and make its digest right again, as anybody can; return its new digest."""
    row = rows_of(unit, "journal_entry", patient)[first - 1]
    at = row["at"] if isinstance(row["at"], datetime) else datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
    assert row["role"] != "operator"
    row = {**row, "role": "operator", "at": at}
    digest = entry_digest(row)
    change = "UPDATE journal_entry SET role = 'operator', digest = ? WHERE patient_id = ? AND sequence = ?"
    raw(unit, change, digest, patient, first)
    return digest


def test_an_entry_rewritten_with_a_right_digest_no_longer_fits_the_next(chain):
    store, patient = chain
    with unguarded(store) as unit:
        rewritten(unit, patient, 5)
        assert [(fault.sequence, fault.kind) for fault in verify_chain(unit, patient)] == [(6, "changed")]


def test_a_last_entry_rewritten_with_a_right_digest_no_longer_fits_the_head(chain):
    store, patient = chain
    with unguarded(store) as unit:
        digest = rewritten(unit, patient, 7)
        assert [(fault.sequence, fault.kind) for fault in verify_chain(unit, patient)] == [(7, "cut")]
        raw(unit, "UPDATE journal_head SET digest = ? WHERE patient_id = ?", digest, patient)
        assert [(fault.sequence, fault.kind) for fault in verify_chain(unit, patient)] == [(7, "head-forged")]
