"""A message is queued with the act it tells of, sealed, and opens under its own entry alone."""

from datetime import timedelta

import pytest

from dossier.base import Refused
from dossier.outbox import queue, waiting_messages
from dossier.vault import SealBroken
from tests.kit.house import NOW, enrolled, herself, raw, raw_bytes, rows_of


class Interrupted(Refused):
    code = "interrupted"


def send(unit, patient, code="314159", now=NOW):
    queue(
        unit,
        herself(patient),
        now,
        kind="sign-in-code",
        channel="sms",
        language="ar",
        address="+33639980103",
        parameters={"code": code, "for": "Jeanne à Noël"},
        not_after=now + timedelta(minutes=10),
    )


def send_and_fail(unit, patient):
    send(unit, patient)
    raise Interrupted


def test_a_message_opens_as_it_was_queued(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        send(unit, patient)
    with store.reading() as unit:
        (message,) = waiting_messages(unit, limit=5, patient_id=patient)
    assert (message.patient_id, message.kind, message.channel, message.language) == (
        patient,
        "sign-in-code",
        "sms",
        "ar",
    )
    assert (message.address, message.parameters) == ("+33639980103", {"code": "314159", "for": "Jeanne à Noël"})
    assert (message.queued_at, message.not_after) == (NOW, NOW + timedelta(minutes=10))


def test_an_act_that_fails_sends_nothing(store):
    with store.writing() as unit:
        patient = enrolled(unit)
    with pytest.raises(Interrupted), store.writing() as unit:
        send_and_fail(unit, patient)
    with store.reading() as unit:
        assert waiting_messages(unit, limit=5, patient_id=patient) == []


def test_address_and_parameters_are_sealed(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        send(unit, patient)
        held = raw_bytes(rows_of(unit, "outbox_message", patient) + rows_of(unit, "journal_entry", patient))
    for word in ("639980103", "314159", "Jeanne"):
        assert word.encode() not in held


def test_the_queuing_is_told_in_an_entry_that_the_history_does_not_show(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        send(unit, patient)
        entry = rows_of(unit, "journal_entry", patient)[-1]
        (message,) = rows_of(unit, "outbox_message", patient)
    assert (entry["event"], entry["audience"]) == ("outbox:message:queued", "not_patient")
    assert message["entry_sequence"] == entry["sequence"]


def test_a_message_moved_to_another_patient_or_number_stays_shut(store):
    with store.writing() as unit:
        one, other = enrolled(unit), enrolled(unit)
        send(unit, one)
        send(unit, other)
        stolen = rows_of(unit, "outbox_message", one)[0]["sealed"]
        raw(unit, "UPDATE outbox_message SET sealed = ? WHERE patient_id = ?", stolen, other)
        with pytest.raises(SealBroken):
            waiting_messages(unit, limit=5, patient_id=other)


def test_the_newest_messages_come_first_and_no_more_than_asked(store):
    with store.writing() as unit:
        patient = enrolled(unit)
        for minute in range(4):
            send(unit, patient, f"code {minute}", NOW + timedelta(minutes=minute))
        found = waiting_messages(unit, limit=3, patient_id=patient)
    assert [message.parameters["code"] for message in found] == ["code 3", "code 2", "code 1"]
