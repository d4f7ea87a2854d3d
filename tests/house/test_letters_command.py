"""`dossier letters batch`: everybody's letter once, sorted, listed, never lost; and what a cut leaves is set right."""

import csv
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from back_office.letters import AlreadyRunning, LetterBatches, OutFolder, Postage, SheetUnfit, batches, printers
from back_office.opening import holder_path, open_store
from dossier.base import Settings, in_groups
from dossier.identity import TypedIdentity, enroll, patient_by_ins
from dossier.lifecycle import (
    NOTICE,
    Announcement,
    Occasion,
    Purpose,
    Sending,
    SendingSource,
    Way,
    Zone,
    announce_to,
    ask_new_code,
    case_of,
    found_space,
    opt_out,
    regime_named,
)
from dossier.outbox import (
    batches_named,
    hand_over,
    handed_letter,
    letter_reference,
    letters_waiting,
    waiting_messages,
)
from dossier.policy import Acting, Role
from dossier.store import Store, make_engine
from dossier.vault import FileKeyHolder
from migrations import upgrade
from tests.kit.command import dossier
from tests.kit.house import new_holder, operator, person, raw
from tests.printouts.reading import pages

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENT_ON = date(2026, 3, 2)
TOLD = regime_named("one-month-from-sending")
TWO_TOWNS = {"LUCIE": "43000 LE PUY", "ANNE": "01000 BOURG"}
_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def running():
    """The two printing processes, started once."""
    with printers() as ready:
        yield ready


@pytest.fixture(autouse=True)
def nothing_waits(request):
    """Whatever other tests left in the outbox goes: a batch takes every letter there is."""
    if "store" in request.fixturenames:
        with request.getfixturevalue("store").writing() as unit:
            raw(unit, "DELETE FROM outbox_message")


def settings(folder):
    return Settings.read({"DEMO": "1", "VAR_DIR": str(folder), "PORTAL_URL": "https://dossier-clair.example"})


def batches_of(store, tmp_path, leaves_on=SENT_ON):
    return LetterBatches(store, settings(tmp_path), OutFolder(tmp_path / "out"), leaves_on)


def announced(store, *, sent_on=SENT_ON, addressee="", zone=Zone.METROPOLE, **traits):
    """Announce a record to Mme Roux by letter; return her id."""
    roux = person(**{"address": ("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY")} | traits)
    sending = Sending(Occasion.CAMPAIGN, sent_on, SendingSource.CAISSE, zone)
    with store.gathering() as unit:
        announce_to(unit, Announcement(roux, "fr", sending, TOLD, addressee), NOW)
    with store.reading() as unit:
        return patient_by_ins(unit, roux.ins, roux.ins_domain)


def at(town):
    return {"address": ("12 RUE DES TANNEURS", town)}


def printed(running, letters, limit=10_000):
    """Print batches until none waits; return them."""
    done = []
    while (batch := letters.print_next(running, limit, NOW, lambda number: None)) is not None:
        done.append(batch)
    return done


def manifest(tmp_path, batch):
    with (tmp_path / "out" / batch.name / "manifest.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def text_of(tmp_path, batch, row):
    """Return the words of one letter, found as an operator finds it: by file, first page and number of pages."""
    content = (tmp_path / "out" / batch.name / row["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    first = int(row["first_page"]) - 1
    return " ".join(" ".join(pages(content)[first : first + int(row["pages"])]).replace("\u00a0", " ").split())


def states(store):
    with store.reading() as unit:
        return sorted(raw(unit, "SELECT state, batch FROM outbox_message").fetchall())


def test_letters_come_in_the_order_of_the_post_and_each_stands_where_the_manifest_says(
    store, tmp_path, running, monkeypatch
):
    monkeypatch.setattr(batches, "IN_A_FILE", 2)
    towns = {"97200 FORT-DE-FRANCE": "PAULA", "01000 BOURG": "ANNE", "43000 LE PUY": "LUCIE"}
    for town, name in towns.items():
        announced(store, first_names=(name,), **at(town))
    goes = {NOTICE: Postage.TRACKED}
    [batch] = printed(running, LetterBatches(store, settings(tmp_path), OutFolder(tmp_path / "out"), SENT_ON, goes))
    assert batch.letters == 3
    rows = manifest(tmp_path, batch)
    assert [(row["number"], row["file"], row["first_page"], row["pages"], row["postal_code"]) for row in rows] == [
        ("1", "notices-001.pdf", "1", "2", "01000"),
        ("2", "notices-001.pdf", "3", "2", "43000"),
        ("3", "notices-002.pdf", "1", "2", "97200"),
    ]
    texts = [text_of(tmp_path, batch, row) for row in rows]
    for text, name, number in zip(texts, ("ANNE", "LUCIE", "PAULA"), ("0001", "0002", "0003"), strict=True):
        assert f"{name} ROUX 12 RUE DES TANNEURS" in text
        assert f"{batch.name}-{number}" in text
    assert states(store) == [("handed", batch.name)] * 3
    assert (tmp_path / "out" / batch.name / "complete").exists()
    assert {(row["sheets"], row["postage"], row["up_to_grams"]) for row in rows} == {
        ("1", "lettre-services-plus", "20")
    }
    totals = (tmp_path / "out" / batch.name / "totals.csv").read_text().splitlines()
    assert totals[1:] == ["lettre-services-plus,20,3,3,6", "total,,3,3,6"]
    assert "ROUX" not in (tmp_path / "out" / batch.name / "manifest.csv").read_text()


def test_the_seal_of_a_batch_is_kept_and_its_numbers_name_the_letters_that_stand_there(store, tmp_path, running):
    people = {name: announced(store, first_names=(name,), **at(town)) for name, town in TWO_TOWNS.items()}
    third = announced(store, first_names=("ZOÉ",), **at("01000 BOURG"))
    with store.writing() as unit:
        opt_out(unit, operator(third), Way.PHONE, NOW)
    [batch] = printed(running, batches_of(store, tmp_path))
    folder = tmp_path / "out" / batch.name
    with store.reading() as unit:
        [kept] = batches_named(unit, [batch.name]).values()
        assert kept.manifest == hashlib.sha256((folder / "manifest.csv").read_bytes()).hexdigest() == batch.manifest
        assert (kept.letters, kept.leaves_on, kept.handed_at) == (3, SENT_ON, NOW)
        for row in manifest(tmp_path, batch)[:2]:
            letter = handed_letter(unit, letter_reference(batch.name, int(row["number"])))
            [name] = [name for name in people if f"{name} ROUX" in text_of(tmp_path, batch, row)]
            assert letter.patient_id == people[name]
        [row] = [row for row in manifest(tmp_path, batch) if row["file"] == "receipts-001.pdf"]
        assert handed_letter(unit, letter_reference(batch.name, int(row["number"]))).kind == "receipt"


def test_a_notice_says_the_code_the_last_day_and_the_three_ways(store, tmp_path, running):
    patient = announced(store)
    with store.reading() as unit:
        [message] = waiting_messages(unit, limit=1, patient_id=patient)
    [batch] = printed(running, batches_of(store, tmp_path))
    text = text_of(tmp_path, batch, manifest(tmp_path, batch)[0])
    assert "Bonjour Madame Roux," in text
    assert "Envoyée le 2 mars 2026" in text
    assert "jusqu’au jeudi 2 avril 2026" in text
    assert in_groups(message.parameters["code"]) in text
    for way in ("dossier-clair.example/opposition", "3422", "Libre réponse 00000"):
        assert way in text


def test_a_childs_letter_goes_to_the_parent_and_names_the_child(store, tmp_path, running):
    announced(store, addressee="MME CLAIRE MARTIN", first_names=("LÉO",), usual_name="LE GOFF", sex="M")
    [batch] = printed(running, batches_of(store, tmp_path))
    text = text_of(tmp_path, batch, manifest(tmp_path, batch)[0])
    assert "MME CLAIRE MARTIN 12 RUE DES TANNEURS" in text
    assert "Bonjour Mme Claire Martin," in text
    assert "va être créé pour Léo Le Goff." in text


def test_a_code_that_was_asked_for_has_a_letter_of_one_page_of_its_own(store, tmp_path, running):
    roux = person(**at("43000 LE PUY"))
    announced(store, **at("01000 BOURG"))
    with store.writing() as unit:
        patient = enroll(unit, roux, "fr", NOW)
        found_space(unit, operator(patient), NOW)
        typed = TypedIdentity("Blanchard", "Jeanne", roux.birth_on, roux.ins)
        ask_new_code(unit, typed, Purpose.ACTIVATION, "10.7.1", {10}, NOW, sms=True)
        [message] = waiting_messages(unit, limit=1, patient_id=patient)
    [batch] = printed(running, batches_of(store, tmp_path))
    rows = manifest(tmp_path, batch)
    assert [(row["number"], row["file"], row["pages"]) for row in rows] == [
        ("1", "notices-001.pdf", "2"),
        ("2", "codes-001.pdf", "1"),
    ]
    text = text_of(tmp_path, batch, rows[1])
    assert in_groups(message.parameters["code"]) in text
    assert "Bonjour Madame Jeanne Roux," in text
    assert "dossier-clair.example/activation" in text
    assert "jusqu’au lundi 13 avril 2026" in text


def test_a_letter_that_leaves_later_than_said_tells_the_later_days_and_its_window_follows(store, tmp_path, running):
    late, unknown, planned = (
        announced(store),
        announced(store, sent_on=None),
        announced(store, sent_on=date(2026, 4, 1)),
    )
    [batch] = printed(running, batches_of(store, tmp_path, date(2026, 3, 20)))
    texts = " ".join(text_of(tmp_path, batch, row) for row in manifest(tmp_path, batch))
    assert texts.count("jusqu’au lundi 20 avril 2026") == 2
    assert texts.count("jusqu’au vendredi 1er mai 2026") == 1
    with store.reading() as unit:
        told = [(case_of(unit, one).sent_on, case_of(unit, one).displayed_on) for one in (late, unknown, planned)]
        clocks = [case_of(unit, one).due_at - case_of(unit, one).accepted_until for one in (late, unknown, planned)]
    assert told == [(date(2026, 3, 20), date(2026, 4, 20))] * 2 + [(date(2026, 4, 1), date(2026, 5, 1))]
    assert clocks == [timedelta(minutes=10)] * 3


def test_killed_between_the_window_and_the_handing_over_the_clock_opens_nobody(store, tmp_path, running, monkeypatch):
    patient = announced(store)

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(batches, "hand_over", die)
    with pytest.raises(KeyboardInterrupt):
        printed(running, batches_of(store, tmp_path, date(2026, 3, 20)))
    with store.reading() as unit:
        case = case_of(unit, patient)
    assert (case.sent_on, case.due_at) == (date(2026, 3, 20), None)


def test_letters_that_nobody_needs_any_more_are_dropped(store, tmp_path, running):
    decided, waits = announced(store), announced(store)
    with store.writing() as unit:
        opt_out(unit, Acting(Role.LETTER_HOLDER, decided), Way.PHONE, NOW)
    letters = batches_of(store, tmp_path)
    assert [batch.letters for batch in printed(running, letters)] == [2]
    assert letters.dropped == 1
    with store.reading() as unit:
        kept = dict(raw(unit, "SELECT kind, state FROM outbox_message WHERE patient_id = ?", decided).fetchall())
        assert kept == {"opt-out-notice": "dropped", "receipt": "handed"}
        assert letters.waiting() == (0, {})
        assert raw(unit, "SELECT state FROM outbox_message WHERE patient_id = ?", waits).scalar_one() == "handed"


def test_a_limit_is_kept_and_the_oldest_go_first(store, tmp_path, running):
    for number in range(3):
        announced(store, first_names=(f"ANNE{number}",))
    letters = batches_of(store, tmp_path)
    assert letters.print_next(running, 2, NOW, lambda number: None).letters == 2
    assert letters.waiting() == (1, {})


def test_an_address_too_long_for_the_window_is_cut_and_not_refused(store, tmp_path, running):
    announced(store, first_names=("JEANNE" * 10,), address=("1" * 60, "2", "3", "4", "5", "6", "43000 LE PUY"))
    [batch] = printed(running, batches_of(store, tmp_path))
    text = text_of(tmp_path, batch, manifest(tmp_path, batch)[0])
    assert "43000 LE PUY" in text
    assert manifest(tmp_path, batch)[0]["postal_code"] == "43000"


def test_what_another_run_took_meanwhile_is_not_posted_twice(store, tmp_path, running):
    announced(store)
    announced(store)
    letters = batches_of(store, tmp_path)

    def steal(_number):
        with store.writing() as unit:
            some = letters_waiting(unit, {"opt-out-notice"}, 1, NOW)
            if len(letters_waiting(unit, {"opt-out-notice"}, 5, NOW)) == 2:
                hand_over(unit, some, "another", NOW)

    batch = letters.print_next(running, 10, NOW, steal)
    assert batch.letters == 1
    assert states(store) == sorted([("handed", "another"), ("handed", batch.name)])
    assert [path.name for path in (tmp_path / "out").iterdir()] == [batch.name]


def test_a_cut_before_the_letters_count_throws_the_batch_away_and_prints_them_again(
    store, tmp_path, running, monkeypatch
):
    announced(store)

    class Cut(BaseException):
        pass

    def cut(*_):
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(LetterBatches, "_hand_over", cut)
        with pytest.raises(Cut):
            printed(running, batches_of(store, tmp_path))
    [left] = (tmp_path / "out").iterdir()
    letters = batches_of(store, tmp_path)
    assert letters.resume() == [left.name]
    [batch] = printed(running, letters)
    assert batch.name != left.name
    assert [path.name for path in (tmp_path / "out").iterdir()] == [batch.name]
    assert states(store) == [("handed", batch.name)]


def test_a_cut_after_the_letters_counted_is_finished_on_the_next_start(store, tmp_path, running, monkeypatch):
    announced(store)

    class Cut(BaseException):
        pass

    def cut(*_):
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(OutFolder, "complete", cut)
        with pytest.raises(Cut):
            printed(running, batches_of(store, tmp_path))
    [left] = (tmp_path / "out").iterdir()
    assert not (left / "complete").exists()
    letters = batches_of(store, tmp_path)
    assert letters.resume() == []
    assert (left / "complete").exists()
    assert printed(running, letters) == []


def test_half_a_batch_is_thrown_away_and_other_folders_are_left_alone(store, tmp_path):
    out = tmp_path / "out"
    letters = batches_of(store, tmp_path)
    for name in (".260302-AAAA2", "courrier", ".cache"):
        (out / name).mkdir()
    assert letters.resume() == []
    assert sorted(path.name for path in out.iterdir()) == [".cache", "courrier"]


def test_only_one_run_writes_into_a_folder(tmp_path):
    with OutFolder(tmp_path).alone(), pytest.raises(AlreadyRunning), OutFolder(tmp_path).alone():
        pass
    with OutFolder(tmp_path).alone():
        pass


def test_an_address_of_the_portal_that_fits_no_letter_is_told_and_nothing_is_handed_over(tmp_path, running):
    store = Store(make_engine(f"sqlite:///{tmp_path / 'dossier.db'}"), new_holder())
    upgrade(store.engine)
    announced(store)
    long = replace(Settings.read({"DEMO": "1", "VAR_DIR": str(tmp_path)}), portal_url=f"https://{'a' * 60}.example")
    with pytest.raises(SheetUnfit, match="portal"):
        printed(running, LetterBatches(store, long, OutFolder(tmp_path / "out"), SENT_ON))
    assert states(store) == [("waiting", "")]
    store.engine.dispose()


def test_files_are_readable_by_their_owner_alone(store, tmp_path, running):
    announced(store)
    [batch] = printed(running, batches_of(store, tmp_path))
    folder = tmp_path / "out" / batch.name
    assert folder.stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


@pytest.fixture
def demo(tmp_path):
    """An installation of its own on SQLite, for the command as operators type it."""
    environ = {"DEMO": "1", "VAR_DIR": str(tmp_path)}
    here = Settings.read(environ)
    FileKeyHolder.make(holder_path(here), demo=True)
    store = open_store(here)
    upgrade(store.engine)
    yield environ, store
    store.engine.dispose()


def test_the_command_prints_tells_and_refuses_a_day_that_is_past(demo, tmp_path):
    environ, store = demo
    announced(store)
    announced(store, address=(), email="a@exemple.example")
    out = tmp_path / "out"
    told = dossier(environ, "letters", "batch", "--out", out)
    [name] = [path.name for path in out.iterdir() if path.is_dir()]
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [f"{name}: 1 letters", "1 letters printed, 0 no longer needed."]
    assert dossier(environ, "letters", "batch", "--out", out).out == "0 letters printed, 0 no longer needed.\n"
    told = dossier(environ, "letters", "batch", "--out", out, "--sent-on", "2026-03-02")
    assert (told.code, "--sent-on must be today" in told.err) == (2, True)


@pytest.mark.drill
def test_killed_again_and_again_it_loses_no_letter_and_leaves_no_process(demo, tmp_path, monkeypatch):
    environ, store = demo
    numbers = 60
    for number in range(numbers):
        announced(store, first_names=(f"ANNE{number}",))
    out = tmp_path / "out"
    command = [sys.executable, "-c", SMALL_BATCHES, "letters", "batch", "--out", str(out)]
    kills = 0
    for _ in range(6):
        child = subprocess.Popen(
            command,
            env={"PATH": os.defpath, **environ},
            cwd=_ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            child.wait(timeout=4 + secrets.randbelow(3000) / 1000)
        except subprocess.TimeoutExpired:
            workers = children_of(child.pid)
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills += 1
            wait_until_gone(workers)
    last = subprocess.run(command, env={"PATH": os.defpath, **environ}, cwd=_ROOT, check=True, capture_output=True)
    assert b"letters printed" in last.stdout
    complete = [path for path in out.iterdir() if (path / "complete").exists()]
    assert {path for path in out.iterdir() if path.is_dir()} == set(complete)
    listed = 0
    for path in complete:
        with (path / "manifest.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        with store.reading() as unit:
            found = raw(unit, "SELECT count(*) FROM outbox_message WHERE batch = ?", path.name).scalar_one()
        assert found == len(rows)
        listed += len(rows)
    assert listed == numbers
    assert kills > 0


SMALL_BATCHES = """
from back_office.letters import batches
batches.IN_A_BATCH, batches.IN_A_FILE = 10, 3
if __name__ == "__main__":
    from back_office.cli import main
    main()
"""


def children_of(parent):
    """Return the processes that a process started, as the kernel lists them."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(one) for one in listed.read_text().split()] if listed.exists() else []


def wait_until_gone(pids):
    until = time.monotonic() + 20
    while any(is_alive(pid) for pid in pids):
        assert time.monotonic() < until, "a worker outlived its parent"
        time.sleep(0.05)


def is_alive(pid):
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
