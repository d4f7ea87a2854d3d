"""What `dossier jobs` leaves for monitors: when it went its round, one line of the log, and no text of an error."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dossier.base import now
from dossier.upkeep import Round, begin_round, last_round
from tests.kit.command import dossier
from tests.kit.house import announced, raw
from tests.kit.portal import House

ROOT = Path(__file__).parents[2]
AFTER = "2026-04-14T00:10:00+02:00"
"""Ten minutes after the windows of letters sent on 2 March 2026."""


def kept(house: House) -> Round | None:
    with house.store.reading() as unit:
        return last_round(unit)


def test_a_round_is_kept_by_the_real_clock_whatever_instant_it_acts_as_at(house: House) -> None:
    assert kept(house) is None
    before = now()
    assert dossier(house.environ, "jobs", "--now", AFTER).code == 0
    told = kept(house)
    assert told is not None
    assert told.ended_at is not None
    assert before <= told.began_at <= told.ended_at <= now()
    assert told.failed == 0


def test_what_a_round_did_is_one_line_of_the_log_apart_from_what_is_printed(house: House) -> None:
    with house.store.writing() as unit:
        announced(unit)
    told = dossier({**house.environ, "LOG_LEVEL": "info"}, "jobs", "--now", AFTER)
    (line,) = [line for line in told.err.splitlines() if "dossier.jobs" in line]
    assert line.startswith("[info     ] round")
    assert "opened=1" in line
    assert "round" not in told.out
    assert dossier(house.environ, "jobs", "--now", AFTER).err == ""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_round_that_breaks_has_begun_and_not_ended_and_tells_the_place_alone(house: House, workers: str) -> None:
    """SQLite keeps any word in a column of instants; Python's own message repeats it."""
    with house.store.writing() as unit:
        patient, _ = announced(unit)
        begin_round(unit, now() - timedelta(hours=1))
        raw(unit, "UPDATE journal_head SET sequence = 'zorvaname' WHERE patient_id = ?", patient)
    told = dossier(house.environ, "jobs", "--now", AFTER, "--workers", workers)
    assert told.code == 1
    assert "zorvaname" not in told.out + told.err
    assert "Traceback" not in told.err
    assert told.err.count("uncaught") == 1
    assert ("worker-broken" in told.err) is (workers == "2")
    kept_round = kept(house)
    assert kept_round is not None
    assert now() - kept_round.began_at < timedelta(minutes=30)
    assert kept_round.ended_at is None


def test_a_database_that_is_silent_for_a_while_ends_nothing_and_the_next_round_goes_on(house: House) -> None:
    command = [sys.executable, "-m", "back_office.cli", "jobs", "--every", "1"]
    with subprocess.Popen(
        command, env=dict(house.environ), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().strip().endswith("0 tombstones.")
        renamed(house, "upkeep_round", "gone")
        silent = next((line for line in running.stderr if "dossier.jobs" in line), "")
        renamed(house, "gone", "upkeep_round")
        with house.store.writing() as unit:
            announced(unit, sent_on=(now() - timedelta(days=400)).date())
        opened = next((line for line in running.stdout if line.startswith("1 opened")), "")
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)
    assert "store-silent" in silent
    assert opened
    assert running.returncode == 0


def test_a_mailbox_that_cannot_be_read_is_told_in_the_log_as_well(house: House) -> None:
    path = house.settings.var_dir / "bounces"
    path.write_text("no folder")
    environ = {**house.environ, "DEMO": "0", "STAGE": "development", "BOUNCES_MAILDIR": str(path)}
    told = dossier(environ, "jobs", "--now", AFTER)
    (line,) = [line for line in told.err.splitlines() if "bounces-unread" in line]
    assert "Error" in line
    assert told.code == 1


def renamed(house: House, name: str, other: str) -> None:
    with house.store.writing() as unit:
        raw(unit, f"ALTER TABLE {name} RENAME TO {other}")
