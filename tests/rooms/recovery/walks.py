"""Walks of the machine over the rules alone and over the real rooms."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from dossier.store import Unit
from tests.kit.house import new_sqlite
from tests.kit.pure_recovery import PureDriver
from tests.kit.rooms_recovery import RoomsDriver
from tests.rooms.recovery.walking import RecoveryMachine


class PureMachine(RecoveryMachine):
    """Over the rules alone."""

    def new_driver(self):
        return PureDriver()


def rooms_machine(store):
    """Over the real actions: each walk in one unit that is thrown away."""

    class RoomsMachine(RecoveryMachine):
        def new_driver(self):
            self.connection = store.engine.execution_options(writes=True).connect()
            self.transaction = self.connection.begin()
            return RoomsDriver(Unit(self.connection, store.holder, writes=True))

        def teardown(self):
            self.transaction.rollback()
            self.connection.close()

    return RoomsMachine


def walk(machine: type[RecoveryMachine], walks: int, steps: int, *, again: bool = False) -> None:
    """Take so many walks of so many steps; `again` takes the same ones each time, and doesn't look for the shortest."""
    chosen = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=again,
        phases=(Phase.generate,) if again else (Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)


def stumbles(over: str) -> bool:
    """Tell whether a walk over the rules, or the rooms, finds something that must not be."""
    try:
        if over == "rules":
            walk(PureMachine, 1_500, 50, again=True)
        else:
            with TemporaryDirectory() as folder:
                walk(rooms_machine(new_sqlite(Path(folder) / "dossier.db")), 150, 40, again=True)
    except AssertionError:
        return True
    except ExceptionGroup as several:  # over the rooms chance decides which notice comes first
        return several.subgroup(AssertionError) is not None
    return False
