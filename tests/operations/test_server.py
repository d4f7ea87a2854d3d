"""The real server, with two processes: its operators' port, figures of both, a log without anybody's words."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.journeys.running import HOUSE, free_port, stop
from tests.kit.operations import figures_in

pytestmark = pytest.mark.slow
TYPED = "zorvaname"
AIDE = 'dossier_requests_total{face="portal",method="GET",route="/aide",status="200"}'


@dataclass(frozen=True)
class Served:
    """A demonstration as `make run` starts it."""

    portal: int
    operations: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    @property
    def counts(self) -> list[Path]:
        """What each process counted: a file."""
        return list((self.folder / "tmp").glob("dossier-figures-*/counter_*.db"))

    def get(self, port: int, path: str, **headers: str) -> tuple[int, str]:
        """Ask over a line of its own, which any of the processes may take."""
        request = Request(f"http://127.0.0.1:{port}{path}", headers=headers)
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def say(self, port: int, words: bytes) -> bytes:
        """Send words that are no request."""
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as line:
            line.sendall(words)
            return line.recv(4096)


@pytest.fixture(scope="module")
def served(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(planted, folder / "var")
    (folder / "tmp").mkdir()
    ports = [free_port() for _ in range(3)]
    environ = {"DEMO": "1", "VAR_DIR": f"{folder}/var", "TMPDIR": f"{folder}/tmp", "PATH": os.defpath}
    environ["LOG_LEVEL"] = "info"
    names = ("PORT", "DESK_PORT", "OPERATIONS_PORT")
    environ |= {name: str(port) for name, port in zip(names, ports, strict=True)}
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "back_office.cli", "demo", "start"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, cwd=HOUSE, stdout=log, stderr=log)
    one = Served(ports[0], ports[2], folder, process)
    try:
        _wait_until_well(one)
        yield one
    finally:
        stop(process)
    assert list((folder / "tmp").glob("dossier-figures-*")) == [], "the folder of the figures goes with the server"


def _wait_until_well(served: Served) -> None:
    until, told = time.monotonic() + 60, ""
    while time.monotonic() < until:
        try:
            status, told = served.get(served.operations, "/health")
        except OSError:
            status = 0
        if status == 200:
            return
        assert served.process.poll() is None, served.log
        time.sleep(0.2)
    pytest.fail(f"not well in time: {told}\n{served.log}")


def test_a_demonstration_is_well_and_says_so(served: Served) -> None:
    status, told = served.get(served.operations, "/health")
    assert (status, json.loads(told)["healthy"]) == (200, True)
    assert f"http://127.0.0.1:{served.operations}/health" in served.log


def test_whichever_process_is_asked_tells_the_figures_of_both(served: Served) -> None:
    before = figures_in(served.get(served.operations, "/metrics")[1]).get(AIDE, 0)
    asked = 0
    while asked < 40 or (len(served.counts) < 2 and asked < 1000):
        assert served.get(served.portal, "/aide")[0] == 200
        asked += 1
    assert len(served.counts) == 2, "both processes answered"
    told = {figures_in(served.get(served.operations, "/metrics")[1])[AIDE] for _ in range(10)}
    assert told == {before + asked}


def test_the_port_decides_and_no_header_does(served: Served) -> None:
    for host in (f"127.0.0.1:{served.operations}", f"localhost:{served.operations}"):
        status, page = served.get(served.portal, "/health", Host=host)
        assert (status, "healthy" in page) == (404, False)
    for host in (f"127.0.0.1:{served.portal}", "localhost"):
        assert served.get(served.operations, "/health", Host=host)[0] == 200
        assert served.get(served.operations, "/aide", Host=host) == (404, "")


def test_words_that_are_no_request_are_in_no_log(served: Served) -> None:
    before = served.log.count("library")
    for words in (b"GET /%s HTTP/9.9\r\n\r\n", b"%s\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n"):
        for port in (served.portal, served.operations):
            assert b" 400 " in served.say(port, words % TYPED.encode())[:40]
    served.get(served.portal, f"/{TYPED}?nom={TYPED}", Referer=TYPED)
    assert served.log.count("library") > before, "the server told of it"
    assert "route='no page'" in served.log or 'route="no page"' in served.log
    assert TYPED not in served.log.lower()
