"""The walks of `walking.py` over the rules and over the rooms: a short one each time, long ones in the drill."""

import pytest

from tests.kit.house import new_sqlite
from tests.rooms.recovery.walks import PureMachine, rooms_machine, walk


@pytest.fixture(scope="module")
def own_store(tmp_path_factory):
    store = new_sqlite(tmp_path_factory.mktemp("recovery") / "dossier.db")
    yield store
    store.engine.dispose()


@pytest.mark.slow
def test_what_must_hold_of_the_rules_holds():
    walk(PureMachine, 100, 50)


@pytest.mark.slow
def test_what_must_hold_of_the_rooms_holds(own_store):
    walk(rooms_machine(own_store), 12, 40)


@pytest.mark.drill
def test_200_000_steps_over_the_rules():
    walk(PureMachine, 4_000, 50)


@pytest.mark.drill
def test_4_000_steps_over_the_rooms(own_store):
    walk(rooms_machine(own_store), 100, 40)
