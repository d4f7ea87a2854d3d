"""The clock is killed while it opens spaces, and people say no at the same moment: nothing half done, nothing twice."""

import secrets
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossier.journal import verify_chain
from dossier.lifecycle import ActKind, State, Way, case_of, opt_out, receipts_of, state_of
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.kit import postgres
from tests.kit.house import announced, events_of, letter_holder

KILLS = 6
SPACES = 300
MANY = 1_000
"""More than the workers open before they are killed for the last time."""
END = datetime(2026, 4, 13, 22, 0, tzinfo=UTC)
OPENER = """
import sys
import time
from datetime import datetime
from pathlib import Path
from dossier.lifecycle import open_due
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
url, keys, now = sys.argv[1:]
store = Store(make_engine(url), FileKeyHolder.read(Path(keys)))
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.gathering() as unit:
        opened = open_due(unit, datetime.fromisoformat(now), 2)
    if not opened:
        break
    print(opened, flush=True)
    time.sleep(0.004)  # so that a kill finds something left to do, on any machine
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path, worker_id):
    """A database of the test's own and its keys, that other processes can open."""
    keys = tmp_path / "holder.json"
    FileKeyHolder.make(keys, demo=True)
    url = f"sqlite:///{tmp_path / 'dossier.db'}"
    if request.param == "postgresql":
        url = postgres.new_database(request.getfixturevalue("postgres_address"), f"openings_{worker_id}")
    store = Store(make_engine(url), FileKeyHolder.read(keys))
    upgrade(store.engine)
    yield url, keys, store
    store.engine.dispose()


@pytest.mark.slow
def test_two_workers_killed_again_and_again_open_each_space_once(place):
    url, keys, store = place
    with store.writing() as unit:
        patients = [announced(unit)[0] for _ in range(MANY)]
    acknowledged = 0
    for _ in range(KILLS):
        acknowledged += killed_while_opening(url, keys)
        assert acknowledged <= opened_whole(store, patients)
    assert 0 < opened_whole(store, patients) < MANY, "the kills came too late or too early to show anything"
    finish(url, keys)
    assert opened_whole(store, patients) == MANY


@pytest.mark.slow
def test_no_space_is_opened_whose_holder_said_no_in_the_same_second(place):
    url, keys, store = place
    with store.writing() as unit:
        patients = [announced(unit)[0] for _ in range(SPACES)]
    refusing = patients[::3]
    receipts = {}

    def say_no():
        for patient in refusing:
            with store.writing() as unit:
                receipts[patient] = opt_out(unit, letter_holder(patient), Way.LETTER, END - timedelta(seconds=1)).kind
            time.sleep(0.002)

    person = threading.Thread(target=say_no)
    person.start()
    while person.is_alive():
        killed_while_opening(url, keys)
    person.join()
    finish(url, keys)
    assert set(receipts.values()) == {ActKind.OPT_OUT}
    assert len(receipts) == len(refusing)
    with store.reading() as unit:
        for patient in refusing:
            assert state_of(unit, patient) is State.OPPOSED
            assert len(receipts_of(unit, patient)) == 1
            events = events_of(unit, patient)
            done = events.index("lifecycle:act:done")
            assert "lifecycle:space:moved" not in events[done:], "it was opened after she had said no"
            assert verify_chain(unit, patient) == []
        for patient in set(patients) - set(refusing):
            assert state_of(unit, patient) is State.OPENED


def openers(url, keys):
    """Start two workers and let them begin at the same moment."""
    due = (END + timedelta(minutes=10)).isoformat()
    command = [sys.executable, "-c", OPENER, url, str(keys), due]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": Path(__file__).parents[2]}
    started = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for one in started:
        assert one.stdout.readline() == "ready\n"
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    return started


def killed_while_opening(url, keys):
    """Let two workers open, kill both after a few steps nobody chose; return how many they told to have opened."""
    told = 0
    workers = openers(url, keys)
    first = [workers[0].stdout.readline() for _ in range(1 + secrets.randbelow(8))]
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
    for worker in workers:
        rest, _ = worker.communicate()
        assert worker.returncode in (0, -signal.SIGKILL)
        told += sum(int(line) for line in rest.splitlines())
    return told + sum(int(line) for line in "".join(first).splitlines())


def finish(url, keys):
    for worker in openers(url, keys):
        worker.communicate(timeout=60)
        assert worker.returncode == 0


def opened_whole(store, patients):
    """Return how many are open, once each was found as it was or opened whole: state, day, entry, chain."""
    opened = 0
    with store.reading() as unit:
        for patient in patients:
            case = case_of(unit, patient)
            moves = events_of(unit, patient).count("lifecycle:space:moved")
            assert (case.state, case.due_at is None, moves) in ((State.ANNOUNCED, False, 1), (State.OPENED, True, 2))
            assert verify_chain(unit, patient) == []
            opened += case.state is State.OPENED
    return opened
