"""`dossier jobs`: one round or many, by one process or several, told in one line; killed, stopped, run twice."""

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossier.base import now
from dossier.journal import verify_chain
from dossier.lifecycle import State, Way, ask_erasure, state_of
from dossier.mandates import mandate_of
from dossier.outbox import waiting_messages
from tests.kit.command import dossier
from tests.kit.house import NOW, announced, enrolled, events_of, herself
from tests.kit.mandates import drafted, somebody, staff
from tests.kit.portal import House

ROOT = Path(__file__).parents[2]
AFTER = "2026-04-14T00:10:00+02:00"
"""Ten minutes after the windows of letters sent on 2 March 2026."""
RECOVERIES = "0 recoveries told, 0 recoveries expired, 0 contacts coded"
NOTHING = f"0 opened, 0 told, 0 unreachable, 0 erased, 0 postponed, {RECOVERIES}, 0 failed, 0 tombstones."


def with_announced(house: House, number: int) -> list[bytes]:
    with house.store.writing() as unit:
        return [announced(unit)[0] for _ in range(number)]


def jobs(house: House, *arguments: str) -> tuple[int, str]:
    told = dossier(house.environ, "jobs", *arguments)
    return told.code, told.out.strip()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_due_is_opened_once_and_told_in_one_line(house: House, workers: str) -> None:
    patients = with_announced(house, 12)
    assert jobs(house, "--now", "2026-04-14T00:09:59+02:00", "--workers", workers) == (0, NOTHING)
    assert jobs(house, "--now", AFTER, "--workers", workers) == (0, NOTHING.replace("0 opened", "12 opened"))
    assert jobs(house, "--now", AFTER, "--workers", workers) == (0, NOTHING)
    with house.store.reading() as unit:
        for patient in patients:
            assert state_of(unit, patient) is State.OPENED
            assert events_of(unit, patient).count("lifecycle:space:moved") == 2
            assert verify_chain(unit, patient) == []


def test_an_erasure_is_told_done_and_kept_on_the_list(house: House) -> None:
    with house.store.writing() as unit:
        patient = enrolled(unit, email="jeanne.roux@example.org")
        ask_erasure(unit, herself(patient), Way.SIGNED_IN, datetime(2026, 3, 29, 9, tzinfo=UTC))
    assert jobs(house, "--now", "2026-05-22T00:00:00+00:00")[1].startswith("0 opened, 1 told, 0 unreachable, 0 erased")
    with house.store.reading() as unit:
        assert "erasure-soon" in {one.kind for one in waiting_messages(unit, limit=5, patient_id=patient)}
    assert dossier(house.environ, "transmission", "export", house.settings.var_dir / "acts.csv").code == 0
    code, told = jobs(house, "--now", "2026-05-29T00:00:00+00:00")
    assert (code, told) == (
        0,
        f"0 opened, 0 told, 0 unreachable, 1 erased, 0 postponed, {RECOVERIES}, 0 failed, 1 tombstones.",
    )
    assert patient.hex() in house.settings.tombstones.read_text()
    assert dossier(house.environ, "journal", "verify").code == 0


def test_a_draft_that_nobody_agreed_to_is_void(house: House) -> None:
    with house.store.writing() as unit:
        paul = staff(unit)
        draft = drafted(unit, paul, somebody(unit)).reference
    assert jobs(house, "--now", (NOW + timedelta(hours=2)).isoformat()) == (0, NOTHING)
    with house.store.reading() as unit:
        assert unit.connection.exec_driver_sql("SELECT state, why FROM mandate").all() == [("void", "time")]
        assert mandate_of(unit, paul, draft, NOW).state == "void"


def test_somebody_whose_record_is_broken_stops_nobody_else(house: House) -> None:
    with house.store.writing() as unit:
        broken, whole = enrolled(unit), enrolled(unit)
        for patient in (broken, whole):
            ask_erasure(unit, herself(patient), Way.SIGNED_IN, datetime(2026, 3, 29, 9, tzinfo=UTC))
        unit.connection.exec_driver_sql("UPDATE patient_key SET wrapped = x'00' WHERE patient_id = ?", (broken,))
    code, told = jobs(house, "--now", "2026-06-29T00:00:00+00:00")
    assert (code, told) == (
        1,
        f"0 opened, 0 told, 1 unreachable, 1 erased, 0 postponed, {RECOVERIES}, 2 failed, 1 tombstones.",
    )


@pytest.mark.parametrize("text", ["hier", "2026-04-14", "2026-04-14T00:10:00"])
def test_an_instant_without_its_zone_is_refused(house: House, text: str) -> None:
    told = dossier(house.environ, "jobs", "--now", text)
    assert (told.code, told.out) == (2, "")
    assert "write an instant with its zone" in told.err


def test_in_production_the_clock_is_that_of_the_house() -> None:
    real = {
        "DATABASE_URL": "postgresql+psycopg://dossier@127.0.0.1:1/none",
        "KEY_HOLDER": "file:/nowhere",
        "PORTAL_URL": "https://dossier.example.fr",
        "DESK_URL": "https://poste.dossier.example.fr",
        "PAPER_ADDRESS": "Caisse|TSA 00000",
    }
    told = dossier(real, "jobs", "--now", AFTER)
    assert (told.code, "--now works in a demonstration or in development only" in told.err) == (2, True)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_goes_round_until_it_is_stopped_and_then_ends_well(house: House, sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "back_office.cli", "jobs", "--every", "1"]
    running = subprocess.Popen(command, env=dict(house.environ), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline().strip().endswith("0 tombstones.")
    with house.store.writing() as unit:
        patient, _ = announced(unit, sent_on=(now() - timedelta(days=400)).date())
    while not running.stdout.readline().startswith("1 opened"):
        assert running.poll() is None
    began = time.monotonic()
    running.send_signal(sign)
    running.communicate(timeout=30)
    assert running.returncode == 0
    assert time.monotonic() - began < 20
    with house.store.reading() as unit:
        assert state_of(unit, patient) is State.OPENED


def test_a_list_that_cannot_be_written_is_one_clear_line(house: House) -> None:
    folder = house.settings.var_dir / "list"
    folder.mkdir()
    told = dossier({**house.environ, "TOMBSTONES": str(folder)}, "jobs")
    assert (told.code, told.out) == (2, "")
    assert told.err.strip() == f"TOMBSTONES: {folder} can't be read (Is a directory)."
