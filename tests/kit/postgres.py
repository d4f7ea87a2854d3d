"""A real PostgreSQL for the tests: private, on loopback, in a folder of its own, gone at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ADMIN = "dossier"
START_SECONDS = 30
# Nothing here outlives the run, so nothing needs to reach the disk.
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
)
INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


class PostgresMissing(Exception):
    """PostgreSQL's programs are not on this machine."""


def binary(name: str) -> str:
    """The path of a PostgreSQL program, newest version first; raises PostgresMissing."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    found = max(versions, key=lambda path: int(path.parts[-3]), default=None) or shutil.which(name)
    if found is None:
        raise PostgresMissing(f"no PostgreSQL here ('{name}' is missing): run `bin/setup test`")
    return str(found)


@contextmanager
def running() -> Iterator[str]:
    """Starts a server for the time of the block; yields its address for `new_database`.

    Should this process be killed, the kernel stops the server too.
    """
    home = Path(tempfile.mkdtemp(prefix="dossier-postgres-"))
    try:
        address = _create(home)
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(_command(home, address), cwd=home, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(server, address, home / "log")
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown: open sessions are cut
            server.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(home)


def new_database(address: str, name: str) -> str:
    """Creates an empty database, in place of one of the same name; returns its SQLAlchemy URL."""
    with _connect(address) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"postgresql+psycopg://{ADMIN}@{address}/{name}"


def _create(home: Path) -> str:
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    subprocess.run(
        [*_as_owner(), binary("initdb"), "--pgdata", str(home / "data"), "--username", ADMIN, *INITDB],
        check=True,
        cwd=home,
        capture_output=True,
    )
    return f"127.0.0.1:{_free_port()}"


def _as_owner(*flags: str) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the account Debian made for it."""
    if os.geteuid() != 0:
        return ["setpriv", *flags] if flags else []
    account = pwd.getpwnam("postgres")
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups", *flags]


def _command(home: Path, address: str) -> list[str]:
    host, port = address.split(":")
    settings = (f"listen_addresses={host}", f"port={port}", "unix_socket_directories=", *FAST)
    options = [word for setting in settings for word in ("-c", setting)]
    return [*_as_owner("--pdeathsig", "INT"), binary("postgres"), "-D", str(home / "data"), *options]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _connect(address: str) -> psycopg.Connection:
    host, port = address.split(":")
    return psycopg.connect(host=host, port=int(port), user=ADMIN, dbname="postgres", autocommit=True)


def _wait_until_it_answers(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            _connect(address).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return
