"""The clock's last round, kept for monitors."""

from datetime import timedelta

import pytest

from dossier.upkeep import Round, begin_round, end_round, last_round
from tests.kit.house import NOW, raw

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def none_yet(store):
    with store.writing() as unit:
        raw(unit, "DELETE FROM upkeep_round")
    return store


def kept(store, *steps):
    for step, *told in steps:
        with store.writing() as unit:
            step(unit, *told)
    with store.reading() as unit:
        return last_round(unit)


def test_before_the_first_round_there_is_none(none_yet):
    assert kept(none_yet) is None


def test_a_round_under_way_has_no_end(none_yet):
    assert kept(none_yet, (begin_round, NOW)) == Round(NOW, None, 0)


def test_a_round_that_ended_tells_what_it_left_undone(none_yet):
    assert kept(none_yet, (begin_round, NOW), (end_round, LATER, 3)) == Round(NOW, LATER, 3)


def test_the_next_round_keeps_the_end_of_the_one_before_until_it_ends_itself(none_yet):
    two = ((begin_round, NOW), (end_round, NOW, 3), (begin_round, LATER))
    assert kept(none_yet, *two) == Round(LATER, NOW, 3)
    assert kept(none_yet, (end_round, LATER, 0)) == Round(LATER, LATER, 0)
