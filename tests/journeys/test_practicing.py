"""`dossier practice` as a trainer types it: beside a house that is there, twice, and then anew."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.journeys.running import HOUSE, Running, free_port, stop, wait_for
from tests.kit import portal
from tests.kit.practice import BEGINNING, plant_practice

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@contextmanager
def practicing(var_dir: Path, *more: str) -> Iterator[Running]:
    port, desk_port = free_port(), free_port()
    command = [sys.executable, "-m", "back_office.cli", "practice", *more, f"--port={port}", f"--desk-port={desk_port}"]
    with (var_dir / "server.log").open("wb") as log:
        environ = {"VAR_DIR": str(var_dir), "PATH": os.defpath, "LANG": "C.UTF-8"}
        server = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *command], env=environ, cwd=HOUSE, stdout=log, stderr=log
        )
    try:
        running = Running(f"http://127.0.0.1:{port}", var_dir, f"http://127.0.0.1:{desk_port}")
        wait_for(running, server)
        yield running
    finally:
        stop(server)


def bytes_of(folder: Path) -> dict[str, bytes]:
    left_out = {folder / "server.log"}
    files = (one for one in folder.rglob("*") if one.is_file() and "practice" not in one.parts and one not in left_out)
    return {str(one): one.read_bytes() for one in files}


def said_on(address: str) -> str:
    with urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_a_trainer_serves_practice_beside_a_house_and_begins_anew(planted: Path, tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    shutil.copytree(planted, var_dir)
    before, keys = bytes_of(var_dir), var_dir / "practice" / "keys" / "holder.json"
    assert len(before) >= 2
    plant_practice(var_dir)
    first = keys.read_bytes()
    with practicing(var_dir) as served:
        for address in (f"{served.url}/", f"{served.desk_url}/connexion", f"{served.url}/recepisse"):
            assert "<title>Exercice – " in said_on(address)
        assert keys.read_bytes() == first
    with practicing(var_dir, "--anew") as served:
        assert BEGINNING in said_on(f"{served.url}/demo/outbox")
        assert keys.read_bytes() != first
    assert bytes_of(var_dir) == before
    with portal.opened({**portal.DEMO, "VAR_DIR": str(var_dir)}) as house:
        assert "EXERCICE" not in house.visitor().get("/").html
