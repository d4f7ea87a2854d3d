"""What was typed after a session had ended: kept for its owner alone, for the record it was meant for, 20 hours."""

from datetime import timedelta

import pytest

from dossier.identity import (
    Basis,
    find_session,
    forget_what_was_typed,
    keep_what_was_typed,
    open_record,
    represent,
    what_was_typed,
)
from tests.kit.house import NOW, enrolled, raw_bytes, rows_of, signed_in

TYPED = [("words", "Allergie à la pénicilline"), ("choice", "a"), ("choice", "b")]


@pytest.fixture
def claire(store):
    """Claire, who represents her son, and what finds her session anew: (patient id, son's id, session)."""
    with store.writing() as unit:
        claire, leo = enrolled(unit), enrolled(unit)
        represent(unit, claire, leo, Basis.PARENT, NOW)
        keep_what_was_typed(unit, find_session(unit, signed_in(unit, claire)), "/profil", TYPED, NOW)
    return claire, leo


def typed(store, patient, now=NOW, record=None):
    with store.writing() as unit:
        token = signed_in(unit, patient, now)
        if record is not None:
            open_record(unit, find_session(unit, token), record, now)
        return what_was_typed(unit, find_session(unit, token), now)


def test_she_finds_all_she_typed_after_signing_in_again(store, claire):
    assert typed(store, claire[0]) == ("/profil", TYPED)


def test_what_was_typed_is_sealed(store, claire):
    with store.reading() as unit:
        held = raw_bytes(rows_of(unit, "kept_form", claire[0]))
    assert held
    assert "pénicilline".encode() not in held
    assert b"/profil" not in held


def test_nobody_else_finds_it(store, claire):
    assert typed(store, claire[1]) is None
    with store.writing() as unit:
        stranger = enrolled(unit)
    assert typed(store, stranger) is None


def test_it_does_not_come_back_in_another_record(store, claire):
    assert typed(store, claire[0], record=claire[1]) is None


def test_a_form_meant_for_her_sons_record_comes_back_there_only(store, claire):
    claire, leo = claire
    with store.writing() as unit:
        token = signed_in(unit, claire)
        open_record(unit, find_session(unit, token), leo, NOW)
        keep_what_was_typed(unit, find_session(unit, token), "/pour-leo", [], NOW)
    assert typed(store, claire, record=leo) == ("/pour-leo", [])
    assert typed(store, claire) == ("/profil", TYPED)
    assert typed(store, leo) is None


@pytest.mark.parametrize(("age", "found"), [(timedelta(hours=20), True), (timedelta(hours=20, seconds=1), False)])
def test_it_is_kept_twenty_hours(store, claire, age, found):
    assert (typed(store, claire[0], NOW + age) is not None) is found


def test_a_later_form_takes_the_place_of_the_earlier(store, claire):
    with store.writing() as unit:
        keep_what_was_typed(unit, find_session(unit, signed_in(unit, claire[0])), "/autre", [], NOW)
    assert typed(store, claire[0]) == ("/autre", [])


def test_a_form_that_went_through_is_forgotten(store, claire):
    with store.writing() as unit:
        forget_what_was_typed(unit, find_session(unit, signed_in(unit, claire[0])))
        assert rows_of(unit, "kept_form", claire[0]) == []
    assert typed(store, claire[0]) is None


def test_a_form_that_nobody_came_back_for_is_deleted_when_a_later_one_is_kept(store, claire):
    later = NOW + timedelta(hours=20, seconds=1)
    with store.writing() as unit:
        somebody = enrolled(unit)
        keep_what_was_typed(unit, find_session(unit, signed_in(unit, somebody, later)), "/profil", TYPED, later)
        assert rows_of(unit, "kept_form", claire[0]) == []
        assert len(rows_of(unit, "kept_form", somebody)) == 1
