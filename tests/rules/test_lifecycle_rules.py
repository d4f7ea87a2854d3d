"""The moves of a record space: the law's, and no other (DOMAIN B4)."""

from itertools import product

import pytest

from dossier.lifecycle import State, can_be_fed, can_be_read
from dossier.lifecycle.rules import may_move

MOVES = {
    (State.ANNOUNCED, State.OPPOSED),
    (State.ANNOUNCED, State.OPENED),
    (State.OPPOSED, State.OPENED),
    (State.OPENED, State.ACTIVATED),
    (State.OPENED, State.CLOSED),
    (State.ACTIVATED, State.CLOSED),
    (State.CLOSED, State.OPENED),
}


@pytest.mark.parametrize(("start", "end"), list(product(State, State)))
def test_every_pair_of_states(start, end):
    assert may_move(start, end) is ((start, end) in MOVES)


def test_only_an_activated_space_is_read_and_only_an_open_one_is_fed():
    assert {state for state in State if can_be_read(state)} == {State.ACTIVATED}
    assert {state for state in State if can_be_fed(state)} == {State.OPENED, State.ACTIVATED}
