"""The PostgreSQL of the kit is real, private, and gone when its block ends."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from sqlalchemy import create_engine, text  # noqa: TID251 -- the kit is tried with plain SQL

from tests.kit import postgres


def test_a_worker_gets_an_empty_database_it_can_write_to(postgres_url):
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (word text)"))
        connection.execute(text("INSERT INTO kept VALUES ('Lefèvre')"))
        assert connection.execute(text("SELECT word FROM kept")).scalar() == "Lefèvre"
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
        connection.execute(text("DROP TABLE kept"))
    engine.dispose()
    assert int(version) >= 150000


def test_a_database_of_the_same_name_is_made_anew(postgres_address):
    for _ in range(2):
        url = postgres.new_database(postgres_address, "made_anew").replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE only_once ()")


@pytest.mark.slow
def test_the_server_dies_with_a_killed_run(postgres_address):
    script = (
        "import time; from tests.kit import postgres\n"
        "with postgres.running() as address: print(address, flush=True); time.sleep(60)"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    address = run.stdout.readline().strip()
    with postgres._connect(address) as connection:
        home = connection.execute("SHOW data_directory").fetchone()[0]
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert _stops_answering(address), f"a server is still listening on {address}"
    assert home.endswith("/data")
    subprocess.run(["rm", "-rf", home.removesuffix("/data")], check=True)


def _stops_answering(address: str) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            postgres._connect(address).close()
        except psycopg.OperationalError:
            return True
        time.sleep(0.1)
    return False


def test_missing_binaries_are_said_in_one_clear_line():
    with pytest.raises(postgres.PostgresMissing, match=r"no-such-program.*bin/setup test"):
        postgres.binary("no-such-program")
