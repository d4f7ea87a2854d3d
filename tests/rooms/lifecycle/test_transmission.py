"""Acts on their way to the caisse: read under an entry of their own, sent once, answered, and shown as they stand."""

from datetime import timedelta

from dossier.journal import hold, verify_chain
from dossier.lifecycle import (
    ActKind,
    Status,
    Way,
    answer,
    change_mind,
    mark_transmitted,
    opt_out,
    read_for_transmission,
    receipts_of,
    to_transmit,
)
from tests.kit.house import NOW, announced, events_of, letter_holder

ALL = 100_000


def said_no(unit):
    patient, _ = announced(unit)
    return patient, opt_out(unit, letter_holder(patient), Way.LETTER, NOW)


def filed(unit, patient, **how):
    return [one for one in to_transmit(unit, ALL, **how) if one.patient_id == patient]


def read(store, waiting):
    with store.gathering() as unit:
        return read_for_transmission(unit, waiting, NOW)


def test_an_act_is_read_with_its_identity_under_an_entry_of_its_own(store):
    with store.writing() as unit:
        patient, receipt = said_no(unit)
        waiting = filed(unit, patient)
    [told] = read(store, waiting)
    assert (told.facts.number, told.facts.kind, told.person.birth_name) == (receipt.number, "opt-out", "BLANCHARD")
    with store.reading() as unit:
        assert events_of(unit, patient)[-1] == "lifecycle:act:transmitted"
        assert verify_chain(unit, patient) == []
        assert filed(unit, patient) == waiting, "reading isn't sending"


def test_two_acts_of_one_person_are_two_lines_in_their_order(store):
    with store.writing() as unit:
        patient, _ = said_no(unit)
        change_mind(unit, letter_holder(patient), Way.LETTER, NOW + timedelta(hours=1))
        waiting = filed(unit, patient)
    assert [one.facts.kind for one in read(store, waiting)] == ["opt-out", "change-of-mind"]
    with store.reading() as unit:
        assert events_of(unit, patient).count("lifecycle:act:transmitted") == 2
        assert verify_chain(unit, patient) == []


def test_pages_of_acts_follow_one_another_without_a_gap(store):
    with store.writing() as unit:
        for _ in range(7):
            said_no(unit)
        everything = to_transmit(unit, ALL)
        pages, last = [], None
        while page := to_transmit(unit, 3, last):
            pages += page
            last = page[-1]
    assert pages == everything
    assert len(everything) >= 7


def named(waiting):
    return [(one.patient_id, one.act_id) for one in waiting]


def test_marked_acts_are_sent_and_stay_sent(store):
    with store.writing() as unit:
        patient, receipt = said_no(unit)
        mark_transmitted(unit, named(filed(unit, patient)), NOW)
        assert filed(unit, patient, again=True) == []
        [now_stands] = receipts_of(unit, patient)
    assert (now_stands.number, now_stands.status, now_stands.status_at) == (receipt.number, Status.TRANSMITTED, NOW)


def test_an_answer_is_noted_once_and_shown_to_her(store):
    with store.writing() as unit:
        patient, receipt = said_no(unit)
        assert answer(unit, receipt.number, Status.REJECTED, "identity-unknown", NOW) == "changed"
        assert answer(unit, receipt.number, Status.REJECTED, "identity-unknown", NOW) == "unchanged"
        [stands] = receipts_of(unit, patient)
        assert (stands.status, stands.status_reason, stands.kind) == (
            Status.REJECTED, "identity-unknown", ActKind.OPT_OUT,
        )  # fmt: skip
        assert filed(unit, patient) == []
        assert len(filed(unit, patient, again=True)) == 1
        mark_transmitted(unit, named(filed(unit, patient, again=True)), NOW)
        assert answer(unit, receipt.number, Status.ACKNOWLEDGED, "", NOW) == "changed"
        assert answer(unit, receipt.number, Status.REJECTED, "too-late", NOW) == "contrary"
        assert receipts_of(unit, patient)[0].status is Status.ACKNOWLEDGED


def test_an_answer_to_a_number_of_nobody_is_told(store):
    with store.writing() as unit:
        assert answer(unit, "7KQM4HTX9DFR", Status.ACKNOWLEDGED, "", NOW) == "unknown"


def test_who_acts_at_this_moment_is_left_for_the_next_file(postgres_store):
    with postgres_store.writing() as unit:
        busy, _ = said_no(unit)
        free, _ = said_no(unit)
        waiting = filed(unit, busy) + filed(unit, free)
    with postgres_store.writing() as act:
        hold(act, busy)
        told = read(postgres_store, waiting)
    assert [one.filed.patient_id for one in told] == [free]
    with postgres_store.reading() as unit:
        assert "lifecycle:act:transmitted" not in events_of(unit, busy)
