"""A record space moves as the law says, each move told; only an activated one is read."""

import pytest
import sqlalchemy as sa

from dossier.lifecycle import State, StateRefused, found_space, move_space, readable, state_of
from dossier.policy import NotPermitted
from tests.kit.house import NOW, enrolled, herself, laboratory, operator, representing, rows_of, together


def test_a_space_is_announced_first(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)
        assert state_of(unit, patient) is None
        found_space(unit, operator(patient), NOW)
        assert state_of(unit, patient) is State.ANNOUNCED


def test_a_move_is_told_with_the_new_state(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.ANNOUNCED)
        before = len(rows_of(unit, "journal_entry", patient))
        move_space(unit, operator(patient), State.OPPOSED, NOW)
        entries = rows_of(unit, "journal_entry", patient)
    assert len(entries) == before + 1
    assert entries[-1]["event"] == "lifecycle:space:moved"


def test_a_move_that_is_not_the_laws_is_refused_and_changes_nothing(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.OPPOSED)
        before = rows_of(unit, "journal_entry", patient)
        with pytest.raises(StateRefused) as refusal:
            move_space(unit, operator(patient), State.ACTIVATED, NOW)
        assert rows_of(unit, "journal_entry", patient) == before
        assert state_of(unit, patient) is State.OPPOSED
    assert refusal.value.facts == {"before": State.OPPOSED, "asked": State.ACTIVATED}


def test_a_space_that_is_not_there_cannot_move(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=None)
        with pytest.raises(StateRefused):
            move_space(unit, operator(patient), State.OPENED, NOW)


def test_only_the_operator_moves_a_space_here(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.ANNOUNCED)
        for acting in (herself(patient), representing(patient), laboratory(patient)):
            with pytest.raises(NotPermitted):
                move_space(unit, acting, State.OPENED, NOW)
            with pytest.raises(NotPermitted):
                found_space(unit, acting, NOW)


def test_two_moves_at_the_same_moment_are_one_move_and_one_refusal(store):
    with store.writing() as unit:
        patient = enrolled(unit, state=State.ANNOUNCED)

    def move():
        with store.writing() as unit:
            move_space(unit, operator(patient), State.OPPOSED, NOW)

    outcomes = together(*[move] * 4)
    assert outcomes.count(None) == 1
    assert [type(outcome) for outcome in outcomes if outcome] == [StateRefused] * 3


@pytest.mark.parametrize("state", list(State))
def test_only_an_activated_space_is_readable_inside_a_statement(store, state):
    with store.writing() as unit:
        patient = enrolled(unit, state=state)
        asked = unit.scalar(sa.select(readable(sa.literal(patient, sa.LargeBinary(16)))))
    assert bool(asked) is (state is State.ACTIVATED)
