"""How entries are chained: every field counts, and no field flows into its neighbor."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dossier.journal import Audience, Event
from dossier.journal.rules import FIRST, entry_digest, head_bytes

ENTRY = {
    "patient_id": b"p" * 16,
    "sequence": 12,
    "at": datetime(2026, 3, 29, 9, 30, tzinfo=UTC),
    "event": "access:history:read",
    "role": "patient",
    "audience": "all",
    "sealed": b"sealed facts",
    "previous": FIRST,
}


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("patient_id", b"q" * 16),
        ("sequence", 13),
        ("at", ENTRY["at"] + timedelta(microseconds=1)),
        ("event", "access:history:reads"),
        ("role", "source"),
        ("audience", "not_patient"),
        ("sealed", b"sealed factS"),
        ("previous", b"\1" * 32),
    ],
)
def test_every_field_changes_the_digest(field, other):
    assert entry_digest({**ENTRY, field: other}) != entry_digest(ENTRY)


def test_a_sign_moved_from_one_field_to_the_next_changes_the_digest():
    moved = {**ENTRY, "role": "patienta", "audience": "ll"}
    assert entry_digest(moved) != entry_digest(ENTRY)


def test_the_same_instant_on_another_clock_gives_the_same_digest():
    paris = timezone(timedelta(hours=2))
    assert entry_digest({**ENTRY, "at": ENTRY["at"].astimezone(paris)}) == entry_digest(ENTRY)


def test_the_bytes_of_a_head_tell_patient_number_and_digest_apart():
    assert head_bytes(b"p" * 16, 1, FIRST) != head_bytes(b"p" * 16, 256, FIRST)
    assert len(head_bytes(b"p" * 16, 1, FIRST)) == 16 + 8 + 32


def test_events_are_named_room_subject_past_verb_and_audiences_are_words():
    assert all(len(event.split(":")) == 3 and event == event.lower() for event in Event)
    assert {str(audience) for audience in Audience} == {"all", "not_representatives", "not_patient"}
