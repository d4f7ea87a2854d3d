"""The server is killed while people say no: no acknowledged act without its message, no message without its act."""

import os
import re
import secrets
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from dossier.base import canonical_sign_code, now
from dossier.identity import enroll
from dossier.journal import verify_chain
from dossier.lifecycle import (
    ActKind,
    Occasion,
    Purpose,
    Sending,
    SendingSource,
    State,
    Zone,
    announce,
    make_letter_code,
    receipts_of,
    regime_named,
    state_of,
)
from dossier.outbox import waiting_messages
from tests.journeys.running import DOSSIER, HOUSE
from tests.kit.house import operator, person, raw
from tests.kit.portal import House

CLIENTS = 8
WHOLE = 16
"""One kill of so many takes the whole server, the others one of its workers."""
BORN = {"day": "12", "month": "mai", "year": "1942"}
TOKEN = re.compile(r'name="jeton" value="([^"]+)"')
WAY = re.compile(r'name="way" value="([^"]+)"')
NUMBER = re.compile(r"\b((?:[0-9A-Z]{4}-){2}[0-9A-Z]{4})\b")
GONE = (urllib.error.URLError, OSError, HTTPException)


@dataclass
class Server:
    """A server that is killed and started again, always at the same address."""

    environ: dict[str, str]
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["setpriv", "--pdeathsig", "KILL", DOSSIER, "serve"]
        told = Path(self.environ["VAR_DIR"], "server.log")
        with told.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environ, cwd=HOUSE, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self.process.poll() is None, told.read_text()
            time.sleep(0.05)
        raise AssertionError("the server doesn't answer")

    def kill(self) -> None:
        """Kill master and workers at once, by the group that was started here."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_a_worker(self) -> None:
        """Kill one of the processes that answer; the master starts another."""
        assert self.process is not None
        master = self.process.pid
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if workers:
            with suppress(ProcessLookupError):  # the one before has only just gone
                os.kill(int(secrets.choice(workers)), signal.SIGKILL)


class Browser:
    """Somebody with a letter who tries again whenever the line breaks."""

    def __init__(self, url: str, code: str) -> None:
        self.url, self.code = url, code
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def say_no(self) -> str:
        """Return the number of the receipt that the server showed."""
        for _ in range(400):
            try:
                return self._walk()
            except GONE:
                time.sleep(0.1)
        raise AssertionError("never got through")

    def _walk(self) -> str:
        page = self._send("/opposition/code", self._get("/opposition/code"), code=self.code)
        page = self._send("/opposition/naissance", page, **BORN)
        way = WAY.search(page)
        pressed = {"dire-non": ""} if "Je dis non" in page else {"recepisse": ""}
        page = self._send("/opposition/verifier", page, way=way[1] if way else "", **pressed)
        found = NUMBER.search(page)
        if found is None:
            raise OSError("not yet")
        return canonical_sign_code(found[1])

    def _get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=30) as answer:
            text: str = answer.read().decode()
        return text

    def _send(self, path: str, page: str, **fields: str) -> str:
        token = TOKEN.search(page)
        body = urllib.parse.urlencode({"jeton": token[1] if token else "", **fields}).encode()
        with self.opener.open(self.url + path, body, timeout=30) as answer:
            text: str = answer.read().decode()
        return text


def letters(house: House, people: int) -> dict[bytes, str]:
    """Announce a record to this many people; return their ids and codes."""
    told, sent_on = regime_named("one-month-from-sending"), (now() - timedelta(days=2)).date()
    sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, Zone.METROPOLE)
    codes = {}
    with house.store.gathering() as unit:
        for number in range(people):
            addressee = person(ins=f"2{number:014d}", address=("1 RUE HAUTE", "29000 QUIMPER"))
            patient = enroll(unit, addressee, "fr", now())
            announce(unit, operator(patient), sending, told, now())
            codes[patient] = make_letter_code(unit, patient, addressee, Purpose.OPT_OUT, now())
    return codes


@pytest.mark.parametrize(
    ("people", "kills"),
    [pytest.param(200, 20, marks=pytest.mark.slow), pytest.param(12_000, 1_000, marks=pytest.mark.drill)],
)
def test_killed_again_and_again_while_people_say_no(house: House, people: int, kills: int) -> None:
    codes = letters(house, people)
    server = Server(*free_place(house))
    server.start()
    began, numbers = now(), {}

    def walk(patient: bytes) -> None:
        numbers[patient] = Browser(f"http://127.0.0.1:{server.port}", codes[patient]).say_no()

    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            walks = [clients.submit(walk, patient) for patient in codes]
            for number in range(kills):
                threading.Event().wait(0.4 + secrets.randbelow(600) / 1000)
                if number % WHOLE == 0:
                    server.kill()
                    server.start()
                else:
                    server.kill_a_worker()
            for one in walks:
                one.result(timeout=3_600)
    finally:
        server.kill()
    judge(house, numbers, codes, began)


def free_place(house: House) -> tuple[dict[str, str], int]:
    """Return the environment of a server on a port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    var_dir = house.environ["VAR_DIR"]
    ports = {"PORT": str(port), "DESK_PORT": "0", "OPERATIONS_PORT": "0"}
    return {**house.environ, **ports, "PATH": os.defpath, "HOME": var_dir}, port


def judge(house: House, numbers: dict[bytes, str], codes: dict[bytes, str], began: datetime) -> None:
    assert len(numbers) == len(codes)
    with house.store.reading() as unit:
        queued = "SELECT patient_id FROM outbox_message WHERE kind = 'receipt' AND queued_at >= ?"
        owners = [row.patient_id for row in raw(unit, queued, f"{began:%Y-%m-%d %H:%M:%S}")]
        assert sorted(owners) == sorted(codes), "a message without its act, or an act without its message"
        for patient, number in numbers.items():
            receipts = receipts_of(unit, patient)
            assert [(one.kind, one.number) for one in receipts] == [(ActKind.OPT_OUT, number)]
            assert state_of(unit, patient) is State.OPPOSED
            told = [one.parameters["number"] for one in waiting_messages(unit, limit=9, patient_id=patient)]
            assert told == [number]
            assert verify_chain(unit, patient) == []
