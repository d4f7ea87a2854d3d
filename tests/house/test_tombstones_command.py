"""After a restore: the house refuses to open until those who were erased are erased again; nobody forges the list."""

import fcntl
import json
import shutil
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from back_office import tombstones as list_of_erased
from back_office.jobs import one_round, rounds
from back_office.opening import open_house
from back_office.tombstones import adding_to
from dossier.base import StartRefused
from dossier.identity import ins_digest_of
from dossier.journal import verify_chain
from dossier.lifecycle import Reason, State, Tombstone, Way, close, erase_due, state_of
from dossier.vault import has_key
from tests.kit.command import dossier
from tests.kit.house import NOW, enrolled, herself, raw, rows_of
from tests.kit.portal import House

TEN_YEARS = NOW.replace(year=NOW.year + 10)


@pytest.fixture
def erased(house: House) -> bytes:
    """Somebody who closed her record in a house whose backup was taken then, and who was erased since."""
    with house.store.writing() as unit:
        patient = enrolled(unit)
        close(unit, herself(patient), Way.SIGNED_IN, NOW)
    _copy(house, _database(house), _backup(house))
    with house.store.writing() as unit:
        assert erase_due(unit, patient, TEN_YEARS) == "erased"
    house.settings.tombstones.touch()  # a round makes the list before it erases; this one was killed then
    assert dossier(house.environ, "jobs").code == 0
    return patient


def _database(house: House) -> Path:
    return house.settings.var_dir / "dossier.db"


def _backup(house: House) -> Path:
    return house.settings.var_dir / "backup.db"


def _copy(house: House, source: Path, target: Path) -> None:
    with house.store.writing() as unit:
        unit.connection.commit()
    house.store.engine.dispose()  # the last one out writes the log into the file
    shutil.copy(source, target)


def restore(house: House) -> None:
    _copy(house, _backup(house), _database(house))


def here(house: House, patient: bytes) -> tuple[bool, State | None]:
    with house.store.reading() as unit:
        return has_key(unit, patient), state_of(unit, patient)


def test_an_old_backup_is_not_served_until_the_list_is_replayed(house: House, erased: bytes) -> None:
    restore(house)
    assert here(house, erased) == (True, State.CLOSED)
    told = dossier(house.environ, "jobs")
    assert (told.code, told.lines) == (
        2, ["The database brings back people who were erased (an old backup?): run `dossier tombstones replay`."],
    )  # fmt: skip
    told = dossier(house.environ, "tombstones", "replay")
    assert (told.code, told.out.strip()) == (0, "1 erased again, 0 not here, 0 lines refused.")
    assert here(house, erased) == (False, None)
    with house.store.reading() as unit:
        assert verify_chain(unit, erased) == []
        assert len(rows_of(unit, "tombstone", erased)) == 1
    assert dossier(house.environ, "jobs").code == 0


def test_replaying_twice_or_for_nothing_changes_nothing(house: House, erased: bytes) -> None:
    with house.store.reading() as unit:
        before = rows_of(unit, "journal_entry", erased), rows_of(unit, "tombstone", erased)
    told = dossier(house.environ, "tombstones", "replay", house.settings.tombstones)
    assert (told.code, told.out.strip()) == (0, "0 erased again, 1 not here, 0 lines refused.")
    with house.store.reading() as unit:
        assert (rows_of(unit, "journal_entry", erased), rows_of(unit, "tombstone", erased)) == before


def test_the_list_holds_each_once_however_often_it_is_kept(house: House, erased: bytes) -> None:
    before = house.settings.tombstones.read_bytes()
    assert dossier(house.environ, "jobs").out.strip().endswith("0 tombstones.")
    assert house.settings.tombstones.read_bytes() == before
    (line,) = before.splitlines()
    told = json.loads(line)
    assert set(told) == {"patient_id", "ins_digest", "reason", "made_at", "signature"}
    assert (told["patient_id"], told["reason"]) == (erased.hex(), "archive")


def test_a_forged_line_erases_nobody_and_stops_no_start(house: House, erased: bytes) -> None:
    path = house.settings.tombstones
    living = house.patient_id("roux.jeanne")
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"patient_id": living.hex()}) + "\n" + path.read_text())
    assert dossier(house.environ, "jobs").code == 0
    replayed = dossier(house.environ, "tombstones", "replay")
    assert (replayed.code, replayed.out.strip()) == (1, "0 erased again, 1 not here, 1 lines refused.")
    assert replayed.err.strip() == "line 1: refused, its signature isn't this service's"
    assert here(house, living) == (True, State.ACTIVATED)


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\n", b"[1]\n", b"null\n", b'{"patient_id": 3}\n', b"\n"])
def test_a_line_that_is_no_tombstone_is_told(house: House, erased: bytes, rubbish: bytes) -> None:
    path = house.settings.tombstones
    path.write_bytes(path.read_bytes() + rubbish)
    told = dossier(house.environ, "tombstones", "replay")
    assert (told.code, told.err.strip()) == (1, "line 2: refused, it was cut, or isn't a tombstone")


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_line_cut_by_a_crash_is_written_anew(house: House, erased: bytes, left: int) -> None:
    path = house.settings.tombstones
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    told = dossier(house.environ, "jobs")
    assert told.out.strip().endswith("0 tombstones." if left == -1 else "1 tombstones."), told
    assert path.read_bytes().splitlines()[-1] == whole.rstrip()
    restore(house)
    assert dossier(house.environ, "jobs").code == 2


@pytest.mark.parametrize("command", [("jobs",), ("letters", "batch", "--out", "out"), ("campaign", "bounced", "none")])
def test_a_lost_list_stops_every_start_until_it_is_written_anew(
    house: House, erased: bytes, command: tuple[str, ...], tmp_path: Path
) -> None:
    path = house.settings.tombstones
    kept = path.read_bytes()
    path.unlink()
    arguments = [str(tmp_path / one) if one in ("out", "none") else one for one in command]
    (tmp_path / "none").touch()
    told = dossier(house.environ, *arguments)
    assert (told.code, told.lines) == (
        2,
        [f"TOMBSTONES: {path} isn't there, and people were erased: put it back, or run `dossier tombstones write`."],
    )
    told = dossier(house.environ, "tombstones", "write")
    assert (told.code, told.out.strip()) == (0, "1 lines written to tombstones.jsonl.")
    assert path.read_bytes() == kept
    assert dossier(house.environ, "tombstones", "write").out.strip() == "0 lines written to tombstones.jsonl."
    assert dossier(house.environ, *arguments).code == 0


def test_a_list_that_lacks_somebody_stops_a_start_and_the_clock_mends_it(house: House, erased: bytes) -> None:
    path = house.settings.tombstones
    kept = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(StartRefused) as refused:
        open_house(house.settings)
    assert refused.value.lines == [f"TOMBSTONES: {path} lacks people who were erased: run `dossier tombstones write`."]
    assert dossier(house.environ, "jobs").out.strip().endswith("1 tombstones.")
    assert path.read_bytes() == kept
    open_house(house.settings).engine.dispose()


def test_a_database_that_does_not_know_of_an_erasure_is_not_served(house: House, erased: bytes) -> None:
    with house.store.writing() as unit:  # as in a backup from before she was ever enrolled
        raw(unit, "DELETE FROM tombstone WHERE patient_id = ?", erased)
    told = dossier(house.environ, "jobs")
    assert (told.code, told.lines) == (
        2, ["The database is older than the list of those who were erased: run `dossier tombstones replay`."],
    )  # fmt: skip
    assert dossier(house.environ, "tombstones", "replay").out.strip() == "0 erased again, 1 not here, 0 lines refused."
    assert dossier(house.environ, "jobs").code == 0


def test_a_forged_row_is_never_written_and_stops_no_start(house: House, erased: bytes) -> None:
    path = house.settings.tombstones
    kept = path.read_bytes()
    with house.store.writing() as unit:
        columns = "ins_digest, reason, made_at, signature"
        statement = f"INSERT INTO tombstone (patient_id, {columns}) SELECT ?, {columns} FROM tombstone"
        raw(unit, statement, b"f" * 16)
    assert dossier(house.environ, "jobs").out.strip().endswith("0 tombstones.")
    assert path.read_bytes() == kept


def test_lines_are_added_page_by_page_without_reading_the_list_again(
    house: House, erased: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "_PAGE", 2)
    monkeypatch.setattr(list_of_erased, "read_stones", None)  # nobody reads it in a round
    with house.store.writing() as unit:
        for _ in range(5):
            close(unit, herself(enrolled(unit)), Way.SIGNED_IN, NOW)
    lines = []
    for what, _ in one_round(house.store, house.settings, TEN_YEARS, 1, Event()):
        if what == "tombstones":
            lines.append(len(house.settings.tombstones.read_bytes().splitlines()))
    assert lines[-1] == 6
    assert all(after - before <= 2 for before, after in pairwise([1, *lines]))


def test_a_start_waits_for_an_erasure_under_way(house: House, erased: bytes) -> None:
    path = house.settings.tombstones
    with adding_to(path), path.open("rb") as start, pytest.raises(BlockingIOError):
        fcntl.flock(start, fcntl.LOCK_SH | fcntl.LOCK_NB)


@pytest.mark.parametrize("way", ["jobs", "replay"])
def test_no_file_of_the_database_holds_the_key_of_somebody_erased(house: House, way: str) -> None:
    with house.store.writing() as unit:
        patient = enrolled(unit)
        close(unit, herself(patient), Way.SIGNED_IN, NOW)
        [key] = rows_of(unit, "patient_key", patient)
    assert _held_in_files(house, key["wrapped"])
    if way == "jobs":
        assert dossier(house.environ, "jobs", "--now", TEN_YEARS.isoformat()).code == 0
    else:
        with house.store.writing() as unit:
            digest = ins_digest_of(unit, patient)
        stone = Tombstone.made(house.store.holder, patient, digest, Reason.ARCHIVE, NOW)
        with adding_to(house.settings.tombstones) as file:
            file.write(list_of_erased._line(stone))
        assert dossier(house.environ, "tombstones", "replay").code == 0
    assert here(house, patient) == (False, None)
    assert _held_in_files(house, key["wrapped"]) == []


def _held_in_files(house: House, secret: bytes) -> list[str]:
    """Return which of the database's files hold these bytes."""
    files = house.settings.var_dir.glob("dossier.db*")
    return [file.name for file in files if secret in file.read_bytes()]


def test_without_the_list_nothing_is_replayed_and_it_is_told(house: House, tmp_path: Path) -> None:
    told = dossier(house.environ, "tombstones", "replay")
    assert told.code == 1
    assert "isn't there" in told.err
