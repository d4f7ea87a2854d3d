"""The demonstration as a newcomer starts it: `dossier demo start`, in a process of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from back_office.demo import app_code_for, code_for
from back_office.opening import open_store
from dossier.base import Settings, now

DOSSIER = Path(sys.executable).with_name("dossier")
HOUSE = Path(__file__).parents[2]
_START, _STOP = 60.0, 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Running:
    """A portal that answers: its address, that of its desk, and the folder where it keeps everything."""

    url: str
    var_dir: Path
    desk_url: str = ""
    operations_url: str = ""

    def code(self, identifier: str) -> str:
        """Return a code that is valid now, as `dossier demo code` prints it; nobody waits for her app."""
        self.let_apps_go_on()
        store = open_store(Settings.read(_environ(self.var_dir)))
        try:
            with store.writing() as unit:
                found = code_for(unit, identifier, now()) or app_code_for(unit, identifier, now())[0]
        finally:
            store.engine.dispose()
        return found

    def let_apps_go_on(self) -> None:
        """Make the code that each colleague gave last look a minute older: her app shows another one at once."""
        self._change("UPDATE staff_member SET totp_step = totp_step - 2")

    def let_idle_time_pass(self) -> None:
        """Make every session look untouched for eleven minutes: one more than a shared computer is given."""
        self._change("UPDATE web_session SET seen_at = datetime(seen_at, '-11 minutes')")

    def _change(self, statement: str) -> None:
        with closing(sqlite3.connect(self.var_dir / "dossier.db", timeout=30)) as database, database:
            database.execute(statement)


@contextmanager
def running(var_dir: Path) -> Iterator[Running]:
    """Plants the cast in `var_dir` and serves it on a free port for the time of the block."""
    port, desk_port, operations_port = free_port(), free_port(), free_port()
    desk_url = f"http://localhost:{desk_port}"  # browsers make no security key for a bare address
    asked = {"PORT": str(port), "DESK_PORT": str(desk_port), "DESK_URL": desk_url, "ANSWER_FLOOR_MS": "100"}
    environ = _environ(var_dir) | asked | {"OPERATIONS_PORT": str(operations_port)}
    # Should the tests themselves be killed, the system ends the server; its workers follow their parent.
    command = ["setpriv", "--pdeathsig", "TERM", DOSSIER, "demo", "start"]
    with (var_dir / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environ, cwd=HOUSE, stdout=log, stderr=log)
    try:
        portal = Running(f"http://127.0.0.1:{port}", var_dir, desk_url, f"http://127.0.0.1:{operations_port}")
        wait_for(portal, server)
        yield portal
    finally:
        stop(server)


def _environ(var_dir: Path) -> dict[str, str]:
    return {
        "DEMO": "1", "VAR_DIR": str(var_dir), "HOME": str(var_dir), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
    }  # fmt: skip


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def wait_for(portal: Running, server: subprocess.Popen[bytes]) -> None:
    """Wait until a portal answers."""
    deadline = time.monotonic() + _START
    while True:
        try:
            with urlopen(f"{portal.url}/", timeout=_START):
                return
        except OSError:  # nobody listens yet (`URLError`), or a worker that began hung up
            told = (portal.var_dir / "server.log").read_text()
            assert server.poll() is None, f"the server ended:\n{told}"
            assert time.monotonic() < deadline, f"the server doesn't answer:\n{told}"
            time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server and wait for it; if it doesn't go, end it and each of its workers by their own ids."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    workers = [int(pid) for pid in children.read_text().split()] if server.poll() is None else []
    server.terminate()
    try:
        server.wait(_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
