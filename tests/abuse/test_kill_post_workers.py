"""Workers of the post are killed again and again between two faulty providers: nothing lost, no letter twice."""

import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from back_office.post import take_slip
from back_office.post.slips import Slip
from dossier.identity import enroll
from dossier.journal import verify_chain
from dossier.outbox import queue
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.abuse.posting import clock
from tests.kit import postgres
from tests.kit.faulty import faulty_providers, refused
from tests.kit.house import NOW, operator, person, raw

ROOT = Path(__file__).parents[2]
WORKERS = 3
EMAILS = 7
"""One message of so many is an e-mail."""
ADDRESS = ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")
RECEIPT = {
    "kind": "closure", "number": "7KQM4HTX9DFR", "made_at": NOW.isoformat(), "person": "JEANNE ROUX",
    "zone": "metropole", "sex": "F",
}  # fmt: skip
CHANGE = {"change": "added", "factor": "sms", "at": NOW.isoformat()}


@pytest.fixture
def place(tmp_path, worker_id, postgres_address):
    keys = tmp_path / "holder.json"
    FileKeyHolder.make(keys, demo=True)
    url = postgres.new_database(postgres_address, f"posting_{worker_id}")
    store = Store(make_engine(url), FileKeyHolder.read(keys))
    upgrade(store.engine)
    yield url, keys, store
    store.engine.dispose()


def plant(store, messages):
    """Queue so many messages, for people who each get a few; return their patients."""
    patients = []
    for start in range(0, messages, 1_000):
        with store.gathering() as unit:
            for number in range(start, min(start + 1_000, messages)):
                if number % 10 == 0:
                    patients.append(enroll(unit, person(mobile="+33639980103", address=ADDRESS), "fr", NOW))
                by_mail = number % EMAILS == 0
                queue(
                    unit,
                    operator(patients[-1]),
                    NOW,
                    kind="receipt" if by_mail else "factor-changed",
                    channel="email" if by_mail else "sms",
                    language="fr",
                    address="jeanne@example.org" if by_mail else "+33639980103",
                    parameters=RECEIPT if by_mail else CHANGE,
                    not_after=NOW + timedelta(days=90),
                )
    return patients


class Crowd:
    """Three workers and a press, one of which is killed and started again every moment."""

    def __init__(self, url, keys, port, began):
        self.told = [url, str(keys), str(port), str(began), NOW.isoformat()]
        self.running = [self.started(role) for role in ("worker",) * WORKERS + ("press",)]

    def started(self, role):
        command = [sys.executable, "-m", "tests.abuse.posting", role, *self.told]
        return role, subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def kill_one(self):
        place = secrets.randbelow(len(self.running))
        role, process = self.running[place]
        if process.stdout.readline() == "ready\n":  # in the middle of its work, not of its start
            time.sleep(secrets.randbelow(700) / 1000)
        assert process.poll() is None, "a worker ended by itself"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.running[place] = self.started(role)

    def end(self):
        for _, process in self.running:
            process.kill()
            process.communicate()


def open_rows(store):
    with store.reading() as unit:
        counted = "SELECT count(*) FROM outbox_message WHERE state IN ('waiting', 'sending')"
        return raw(unit, counted).scalar_one()


def take_slips(store, providers, at, done):
    """The center keeps no keys: its slips are what tells that a message left, and come twice."""
    while not done.wait(0.2):
        with providers.lock:
            slips, providers.slips = providers.slips, []
        for name, key in slips:
            if name == "center":
                for _ in range(2):
                    take_slip(store, Slip(name, "delivered", key=key), at)


@pytest.mark.parametrize(
    ("messages", "kills"),
    [pytest.param(600, 6, marks=pytest.mark.slow), pytest.param(20_000, 100, marks=pytest.mark.drill)],
)
def test_killed_again_and_again_nothing_is_lost_and_no_letter_goes_twice(place, messages, kills):
    url, keys, store = place
    patients, began = plant(store, messages), time.monotonic()
    done = threading.Event()
    with faulty_providers(frozenset({"center"})) as providers:
        slips = threading.Thread(
            target=take_slips, args=(store, providers, lambda: clock(began, NOW), done), daemon=True
        )
        slips.start()
        crowd = Crowd(url, keys, providers.port, began)
        try:
            for _ in range(kills):
                crowd.kill_one()
            until = time.monotonic() + 3_600
            while open_rows(store) and time.monotonic() < until:
                time.sleep(0.5)
        finally:
            crowd.end()
            done.set()
            slips.join()
        judge(store, providers, messages, patients)


def judge(store, providers, messages, patients):
    with store.reading() as unit:
        rows = raw(unit, "SELECT message_id, kind, channel, state, follows, batch FROM outbox_message").mappings().all()
    rows = [dict(row) for row in rows]
    first = [row for row in rows if row["follows"] is None]
    letters = {bytes(row["follows"]): row for row in rows if row["follows"] is not None}
    told = Counter((row["channel"], row["state"]) for row in rows)
    assert len(first) == messages
    assert sum(row["follows"] is not None for row in rows) == len(letters), "two letters for one message"
    doubled = 0
    for row in first:
        key = bytes(row["message_id"]).hex()
        left = providers.left[key]
        if row["channel"] == "email" and refused(key):
            assert row["state"] == "failed"
            letter = letters.pop(bytes(row["message_id"]))
            assert (letter["channel"], letter["state"], len(letter["batch"])) == ("letter", "handed", 16)
            assert not left
            continue
        assert row["state"] in ("handed", "delivered"), (key, row["state"], told)
        assert sum(left.values()) >= 1, "said to be handed over, and never left"
        doubled += sum(left.values()) - 1
    assert letters == {}, "a letter for a message that arrived"
    assert doubled * 10_000 <= messages, f"{doubled} of {messages} left twice"
    with store.reading() as unit:
        assert all(verify_chain(unit, patient) == [] for patient in patients[:200])
    sys.stdout.write(f"{messages} messages, asked {providers.asked} times, {doubled} twice, {dict(told)}\n")
