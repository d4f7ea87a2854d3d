"""Claims, crashes, late slips, duplicates, expiry, clocks that jump: the promises of the post hold in any order."""

import pytest

from tests.kit.house import new_sqlite
from tests.rooms.outbox.walking import machine_over, walk


@pytest.mark.slow
def test_the_heart_keeps_its_promises_in_any_order(tmp_path):
    store = new_sqlite(tmp_path / "dossier.db")
    walk(machine_over(store), 60, 40)
    store.engine.dispose()


@pytest.mark.drill
def test_the_heart_keeps_its_promises_on_long_walks(tmp_path):
    store = new_sqlite(tmp_path / "dossier.db")
    walk(machine_over(store), 1_500, 80)
    store.engine.dispose()
