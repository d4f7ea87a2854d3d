"""The walks of `walking.py` over both databases: a short one each time, long ones in the drill."""

import pytest

from tests.rooms.mandates.walking import machine_over, walk


@pytest.mark.slow
def test_what_must_hold_of_mandates_holds(store):
    walk(machine_over(store), 8, 40)


@pytest.mark.drill
def test_8_000_steps_over_the_rooms(store):
    walk(machine_over(store), 200, 40)
