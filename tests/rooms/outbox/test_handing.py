"""Handing letters over: what waits is found, marked once, and never twice."""

from datetime import timedelta

import pytest

from dossier.outbox import (
    LettersTaken,
    drop,
    hand_over,
    is_handed_over,
    letters_left,
    letters_waiting,
    mark_bounced,
    messages_out,
    queue,
    waiting_messages,
)
from tests.kit.house import NOW, enrolled, operator, raw, rows_of

ALL = 100_000
LATER = NOW + timedelta(hours=1)


def queued(unit, patient, kind="test-letter", channel="letter", at=NOW, **parameters):
    """Queue a message that nobody but these tests looks for."""
    queue(
        unit,
        operator(patient),
        at,
        kind=kind,
        channel=channel,
        language="fr",
        address="JEANNE ROUX\n12 RUE DES TANNEURS\n43000 LE PUY-EN-VELAY",
        parameters={"code": "7KQM4HTX9DFR", **parameters},
        not_after=at + timedelta(days=42),
    )


def waiting(unit, *patients):
    return [one for one in letters_waiting(unit, {"test-letter"}, ALL, LATER) if one.patient_id in patients]


def states(unit, patient):
    return [(row["state"], row["batch"]) for row in rows_of(unit, "outbox_message", patient)]


def test_the_oldest_letters_come_first_and_are_opened(store):
    with store.writing() as unit:
        first, second = enrolled(unit), enrolled(unit)
        queued(unit, second, at=LATER)
        queued(unit, first, at=NOW, about="LÉO MARTIN")
    with store.reading() as unit:
        found = waiting(unit, first, second)
        assert [one.patient_id for one in found] == [first, second]
        assert found[0].message.parameters == {"code": "7KQM4HTX9DFR", "about": "LÉO MARTIN"}
        assert found[0].message.address.endswith("43000 LE PUY-EN-VELAY")
        assert found[0].witness.patient_id == first
        assert len(letters_waiting(unit, {"test-letter"}, 1, LATER)) == 1


@pytest.mark.parametrize("limit", [1, ALL])
def test_a_broken_seal_stops_nobody_elses_letter(store, limit):
    with store.writing() as unit:
        raw(unit, "DELETE FROM outbox_message WHERE kind = 'test-letter'")
        broken, whole = enrolled(unit), enrolled(unit)
        queued(unit, broken, at=NOW - timedelta(days=1))
        queued(unit, whole)
        raw(unit, "UPDATE outbox_message SET sealed = ? WHERE patient_id = ?", b"no seal", broken)
        found = letters_waiting(unit, {"test-letter"}, limit, LATER)
        assert [one.patient_id for one in found] == [whole]
    with store.reading() as unit:
        assert states(unit, broken) == [("failed", "")]
        assert [row["why"] for row in rows_of(unit, "outbox_message", broken)] == ["sealed"]


def test_other_kinds_and_other_channels_are_left_alone(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        queued(unit, patient, channel="email")
        queued(unit, patient, kind="test-other")
        assert waiting(unit, patient) == []
        assert letters_left(unit)["test-other"] >= 1


def test_a_batch_is_handed_over_once_and_known_by_its_name(store):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        queued(unit, patient)
        queued(unit, other)
        hand_over(unit, waiting(unit, patient), "260329-AAAA2", LATER)
    with store.reading() as unit:
        assert states(unit, patient) == [("handed", "260329-AAAA2")]
        assert states(unit, other) == [("waiting", "")]
        assert waiting(unit, patient) == []
        assert is_handed_over(unit, "260329-AAAA2")
        assert not is_handed_over(unit, "260329-BBBB2")


def test_what_another_run_took_makes_the_whole_batch_fail(store):
    with store.writing() as unit:
        patients = [enrolled(unit) for _ in range(3)]
        for patient in patients:
            queued(unit, patient)
        chosen = waiting(unit, *patients)
        hand_over(unit, chosen[1:2], "260329-CCCC2", NOW)
    with pytest.raises(LettersTaken), store.writing() as unit:
        hand_over(unit, chosen, "260329-DDDD2", LATER)
    with store.reading() as unit:
        assert not is_handed_over(unit, "260329-DDDD2")
        assert [states(unit, one.patient_id)[0][0] for one in chosen] == ["waiting", "handed", "waiting"]


def test_the_letter_of_somebody_erased_meanwhile_makes_the_batch_fail(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        queued(unit, patient)
        chosen = waiting(unit, patient)
        raw(unit, "DELETE FROM outbox_message WHERE patient_id = ?", patient)
        with pytest.raises(LettersTaken):
            hand_over(unit, chosen, "260329-EEEE2", NOW)


def test_an_email_comes_back_once_and_a_dropped_letter_waits_no_more(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        queued(unit, patient, channel="email")
        queued(unit, patient)
        [sent] = messages_out(unit, patient, "test-letter", "email")
        mark_bounced(unit, [sent], LATER)
        assert messages_out(unit, patient, "test-letter", "email") == []
        drop(unit, waiting(unit, patient), LATER)
        assert waiting(unit, patient) == []
        assert sorted(states(unit, patient)) == [("bounced", ""), ("dropped", "")]


def test_marking_nothing_is_no_fault(store):
    with store.writing() as unit:
        drop(unit, [], NOW)
        hand_over(unit, [], "260329-FFFF2", NOW)
        assert not is_handed_over(unit, "260329-FFFF2")


CODES = " ".join(f"{number:08}" for number in range(50))


def cards_of(unit, patient):
    """Queue a card of codes; return it as a waiting letter."""
    queued(unit, patient, kind="code-card", codes=CODES)
    return [one for one in letters_waiting(unit, {"code-card"}, ALL, LATER) if one.patient_id == patient]


def hand_over_now(unit, some):
    hand_over(unit, some, "260329-GGGG2", LATER)


def told_of(unit, patient):
    return [(one.address, one.parameters) for one in waiting_messages(unit, limit=9, patient_id=patient)]


@pytest.mark.parametrize("leave", [hand_over_now, lambda unit, some: drop(unit, some, LATER)])
def test_the_codes_of_a_card_that_left_are_nowhere_any_more(store, leave):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        mine, theirs = cards_of(unit, patient), cards_of(unit, other)
        [before] = rows_of(unit, "outbox_message", patient)
        assert told_of(unit, patient)[0][1]["codes"] == CODES
        kept = told_of(unit, other)
    with store.writing() as unit:
        leave(unit, mine)
    with store.reading() as unit:
        [after] = rows_of(unit, "outbox_message", patient)
        assert len(before["sealed"]) > len(CODES) > len(after["sealed"])
        assert told_of(unit, patient) == [(mine[0].message.address, {})]
        assert told_of(unit, other) == kept
        assert [one.message.parameters["codes"] for one in theirs] == [CODES]


def test_other_letters_keep_what_they_said(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        queued(unit, patient)
        hand_over(unit, waiting(unit, patient), "260329-HHHH2", LATER)
        assert told_of(unit, patient)[0][1] == {"code": "7KQM4HTX9DFR"}


def test_a_batch_that_fails_leaves_the_codes_for_the_next_one(store):
    with store.writing() as unit:
        patient, other = enrolled(unit), enrolled(unit)
        both = cards_of(unit, patient) + cards_of(unit, other)
        hand_over(unit, both[1:], "260329-JJJJ2", NOW)
    with pytest.raises(LettersTaken), store.writing() as unit:
        hand_over(unit, both, "260329-KKKK2", LATER)
    with store.reading() as unit:
        assert told_of(unit, patient)[0][1]["codes"] == CODES
