"""Erased is erased: no key, no row, no document; the chain verifies, the receipt is genuine, a tombstone stands."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from dossier.documents import DocumentNotFound, open_part
from dossier.identity import (
    AlreadyKnown,
    Basis,
    enroll,
    find_session,
    patient_by_ins,
    person_of,
    records_represented_by,
    represent,
)
from dossier.identity.sessions import open_record, open_session
from dossier.journal import short_head, verify_chain, witness_of
from dossier.lifecycle import (
    Reason,
    State,
    Status,
    Way,
    all_tombstones,
    answer,
    ask_erasure,
    brought_back,
    case_of,
    close,
    erase_again,
    erase_due,
    erased_before,
    erasures_due,
    erasures_to_tell,
    genuine,
    opt_out,
    reopen,
    state_of,
    tell_erasure,
)
from dossier.outbox import waiting_messages
from dossier.store import metadata
from dossier.vault import SealBroken, has_key, key_of
from tests.kit.house import (
    NOW,
    announced,
    deposited,
    enrolled,
    events_of,
    herself,
    letter_holder,
    person,
    rows_of,
    signed_in,
    with_credentials,
)

DAY = timedelta(days=1)
OUTLIVING = {"journal_entry", "journal_head", "receipt", "tombstone"}
MAIL = {"email": "jeanne.roux@example.org"}


def asked(unit, **traits):
    """Enroll Mme Roux, give her everything a record has, and let her ask for its erasure."""
    patient = enrolled(unit, **MAIL | traits)
    with_credentials(unit, patient)
    document = deposited(unit, patient)
    signed_in(unit, patient)
    return patient, document, ask_erasure(unit, herself(patient), Way.SIGNED_IN, NOW)


def transmitted(unit, receipt, status=Status.TRANSMITTED):
    return answer(unit, receipt.number, status, "", NOW)


def rows_naming(unit, patient):
    """Return the tables in which any column holds this patient's id."""
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.LargeBinary) and unit.first(sa.select(column).where(column == patient)):
                found.add(table.name)
    return found


def test_nothing_names_her_any_more_but_what_outlives_her(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        assert rows_naming(unit, patient) > OUTLIVING - {"tombstone"}
        assert erase_due(unit, patient, NOW + 60 * DAY) == "erased"
        assert rows_naming(unit, patient) == OUTLIVING
        assert events_of(unit, patient)[-1] == "lifecycle:record:erased"
        assert verify_chain(unit, patient) == []


def test_what_she_had_cannot_be_read_by_anybody(store):
    with store.writing() as unit:
        patient, document, receipt = asked(unit)
        ins = person_of(unit, patient, witness_of(patient, 1)).ins
        transmitted(unit, receipt)
        erase_due(unit, patient, NOW + 60 * DAY)
    with store.writing() as unit:
        assert not has_key(unit, patient)
        with pytest.raises(DocumentNotFound):
            open_part(unit, herself(patient), document, 1, NOW)
        with pytest.raises(SealBroken):  # not even for somebody who kept a copy of the sealed bytes
            key_of(unit, patient)
        assert patient_by_ins(unit, ins, 10) is None
        assert case_of(unit, patient) is None


def test_her_paper_is_still_genuine_and_agrees_with_the_chain(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        erase_due(unit, patient, NOW + 60 * DAY)
        assert genuine(unit, receipt.number) == NOW.date()
        assert short_head(unit, patient) != receipt.head
        assert any(row["digest"][:8].hex() == receipt.head for row in rows_of(unit, "journal_entry", patient))


def test_no_erasure_before_its_day_nor_before_the_caisse_was_told(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        assert erase_due(unit, patient, NOW + 60 * DAY - timedelta(seconds=1)) == "not-due"
        assert patient in erasures_due(unit, NOW + 60 * DAY, 5000)
        assert erase_due(unit, patient, NOW + 60 * DAY) == "postponed"
        assert patient not in erasures_due(unit, NOW + 66 * DAY, 5000)
        transmitted(unit, receipt)
        assert erase_due(unit, patient, NOW + 67 * DAY) == "erased"


def test_an_erasure_that_the_caisse_is_never_told_of_is_done_within_three_months(store):
    with store.writing() as unit:
        patient, _, _ = asked(unit)
        for day in (60, 67, 74, 81):
            assert erase_due(unit, patient, NOW + day * DAY) == "postponed"
        assert case_of(unit, patient).due_at == NOW + 85 * DAY
        assert erase_due(unit, patient, NOW + 85 * DAY) == "erased"


def test_opening_the_record_again_cancels_the_erasure(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        reopen(unit, herself(patient), Way.SIGNED_IN, NOW + 59 * DAY)
        assert erase_due(unit, patient, NOW + 60 * DAY) == "not-due"
        assert state_of(unit, patient) is State.ACTIVATED


def test_a_closed_record_is_kept_ten_years(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        close(unit, herself(patient), Way.SIGNED_IN, NOW)
        end = NOW.replace(year=NOW.year + 10)
        assert erase_due(unit, patient, end - timedelta(seconds=1)) == "not-due"
        assert erase_due(unit, patient, end) == "erased"
        assert tombstone_of(unit, patient).reason == Reason.ARCHIVE


def test_a_no_is_forgotten_after_thirty_days_once_the_caisse_has_acknowledged_it(store):
    said = NOW - 10 * DAY
    with store.writing() as unit:
        patient, _ = announced(unit)
        receipt = opt_out(unit, letter_holder(patient), Way.LETTER, said)
        transmitted(unit, receipt)
        assert erase_due(unit, patient, said + 29 * DAY) == "not-due"
        assert erase_due(unit, patient, said + 30 * DAY) == "postponed"
        transmitted(unit, receipt, Status.ACKNOWLEDGED)
        assert erase_due(unit, patient, said + 36 * DAY) == "not-due"
        assert erase_due(unit, patient, said + 37 * DAY) == "erased"
        assert tombstone_of(unit, patient).reason == Reason.OPT_OUT
        assert rows_naming(unit, patient) == OUTLIVING


def test_she_is_told_a_week_before_and_once(store):
    with store.writing() as unit:
        patient, _, _ = asked(unit)
        assert patient not in erasures_to_tell(unit, NOW + 53 * DAY - timedelta(seconds=1), 5000)
        assert patient in erasures_to_tell(unit, NOW + 53 * DAY, 5000)
        assert tell_erasure(unit, patient, NOW + 53 * DAY)
        assert patient not in erasures_to_tell(unit, NOW + 54 * DAY, 5000)
        assert not tell_erasure(unit, patient, NOW + 54 * DAY)
        told = [one for one in waiting_messages(unit, limit=9, patient_id=patient) if one.kind == "erasure-soon"]
    assert [(one.channel, one.address, one.parameters["erased_on"]) for one in told] == [
        ("email", MAIL["email"], (NOW + 60 * DAY).date().isoformat())
    ]


def test_a_clock_that_is_late_still_leaves_her_a_week(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        assert tell_erasure(unit, patient, NOW + 70 * DAY)
        assert erase_due(unit, patient, NOW + 76 * DAY) == "not-due"
        assert erase_due(unit, patient, NOW + 77 * DAY) == "erased"


def test_without_an_address_nobody_can_be_told_and_the_erasure_goes_on(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit, email="")
        transmitted(unit, receipt)
        entries = len(events_of(unit, patient))
        assert not tell_erasure(unit, patient, NOW + 53 * DAY)
        assert len(events_of(unit, patient)) == entries
        assert erase_due(unit, patient, NOW + 60 * DAY) == "erased"


def test_a_representative_loses_the_record_and_nothing_else(store):
    with store.writing() as unit:
        mother, child = enrolled(unit), enrolled(unit, **MAIL)
        represent(unit, mother, child, Basis.PARENT, NOW)
        reading = open_session(unit, mother, at_home=False, now=NOW).token
        open_record(unit, find_session(unit, reading), child, NOW)
        own = signed_in(unit, mother)
        close(unit, herself(child), Way.SIGNED_IN, NOW)
        assert erase_due(unit, child, NOW.replace(year=NOW.year + 10)) == "erased"
        assert records_represented_by(unit, mother) == []
        assert find_session(unit, reading) is None
        assert find_session(unit, own).record_id == mother


def test_a_file_does_not_announce_her_again_but_she_may_ask_for_a_new_record(store):
    roux = person()
    with store.writing() as unit:
        patient = enroll(unit, roux, "fr", NOW)
        with pytest.raises(AlreadyKnown), store_point(unit):
            enroll(unit, roux, "fr", NOW)
        finish(unit, patient)
        assert erased_before(unit, [roux.ins, "299999999999999"], 10) == {roux.ins}
        assert erased_before(unit, [roux.ins], 11) == set()
        again = enroll(unit, roux, "fr", NOW)
        assert again != patient
        assert brought_back(unit, [patient, again]) == {again}


def store_point(unit):
    return unit.connection.begin_nested()


def finish(unit, patient):
    from dossier.lifecycle import found_space, move_space
    from tests.kit.house import operator

    found_space(unit, operator(patient), NOW)
    for state in (State.OPENED, State.ACTIVATED):
        move_space(unit, operator(patient), state, NOW)
    close(unit, herself(patient), Way.SIGNED_IN, NOW)
    assert erase_due(unit, patient, NOW.replace(year=NOW.year + 10)) == "erased"


def tombstone_of(unit, patient):
    return next(stone for stone in all_tombstones(unit) if stone.patient_id == patient)


def test_a_tombstone_is_signed_over_all_it_says(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        erase_due(unit, patient, NOW + 60 * DAY)
        stone = tombstone_of(unit, patient)
        assert (stone.reason, stone.made_at) == (Reason.ERASURE, NOW + 60 * DAY)
        assert stone.is_genuine(unit.holder)
        for change in (
            {"patient_id": b"x" * 16},
            {"ins_digest": b"x" * 32},
            {"reason": Reason.ARCHIVE},
            {"made_at": NOW},
            {"signature": stone.signature[:-1]},
        ):
            assert not replace(stone, **change).is_genuine(unit.holder)


def test_who_came_back_is_erased_again_and_who_did_not_is_left(store):
    with store.writing() as unit:
        patient, _, receipt = asked(unit)
        transmitted(unit, receipt)
        assert erase_due(unit, patient, NOW + 60 * DAY) == "erased"
        stone = tombstone_of(unit, patient)
        entries = events_of(unit, patient)
        assert not erase_again(unit, stone, NOW)
        assert events_of(unit, patient) == entries
        back, _, _ = asked(unit)
        assert erase_again(unit, replace(stone, patient_id=back), NOW)
        assert rows_naming(unit, back) == OUTLIVING
        assert verify_chain(unit, back) == []
