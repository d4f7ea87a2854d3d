"""`dossier outbox`, the post inside `dossier jobs`, and the process that `make run` starts beside the server."""

import csv
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from back_office.post.by_hand import PaperList
from back_office.post.to_tell import TO_TELL
from dossier.base import now
from dossier.lifecycle import State, move_space
from dossier.outbox import KINDS, queue, unreached_left, waiting_messages
from tests.kit.batches import forget_the_post
from tests.kit.command import dossier
from tests.kit.house import announced, enrolled, events_of, operator, raw, rows_of
from tests.kit.portal import House

ROOT = Path(__file__).parents[2]


def with_code(house: House) -> bytes:
    at = now()
    with house.store.writing() as unit:
        patient = enrolled(unit)
        queue(
            unit,
            operator(patient),
            at,
            kind="sign-in-code",
            channel="sms",
            language="fr",
            address="+33639980103",
            parameters={"code": "314159", "purpose": "sign-in", "until": at.isoformat(), "sex": "F"},
            not_after=at + timedelta(minutes=10),
        )
    return patient


def with_unreached(house: House, **traits: object) -> bytes:
    with house.store.writing() as unit:
        patient = enrolled(unit, mobile="+33639980103", address=("1 RUE HAUTE", "29000 QUIMPER"), **traits)
    return left_untold(house, patient, "receipt", number="7KQM4HTX9DFR", person="JEANNE ROUX")


def left_untold(house: House, patient: bytes, kind: str, **parameters: str) -> bytes:
    with house.store.writing() as unit:
        queue(
            unit, operator(patient), now(), kind=kind, channel="email", language="fr", address="x@exemple.example",
            parameters=parameters, not_after=now() + timedelta(days=9),
        )  # fmt: skip
        changed = "UPDATE outbox_message SET state = 'unreached', path = 'email letter' WHERE patient_id = ?"
        raw(unit, changed, patient)
    return patient


def listed(house: House, name: str) -> list[list[str]]:
    """Write the paper list under this name; return its lines, without their headings."""
    path = house.settings.var_dir / name
    for _ in PaperList(house.store, house.settings).write(path, 500, now()):
        pass
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))[1:]


def state_of(house: House, patient: bytes) -> str:
    with house.store.reading() as unit:
        [row] = rows_of(unit, "outbox_message", patient)
    return str(row["state"])


def test_jobs_hands_over_what_waits_and_counts_it(house: House) -> None:
    patient = with_code(house)
    told = dossier(house.environ, "jobs")
    assert told.code == 0, told.err
    assert "Post: " in told.out.splitlines()[-1]
    assert state_of(house, patient) == "handed"
    with house.store.reading() as unit:
        assert waiting_messages(unit, limit=1, patient_id=patient)[0].parameters["code"] == "314159"


def test_without_workers_nothing_is_sent(house: House) -> None:
    patient = with_code(house)
    assert dossier(house.environ, "jobs", "--post-workers", "0").out.count("\n") == 1
    assert state_of(house, patient) == "waiting"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_with_every_it_sends_within_a_moment_until_it_is_stopped(house: House, sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "back_office.cli", "jobs", "--every", "30"]
    running = subprocess.Popen(command, env=dict(house.environ), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline().strip().endswith("0 tombstones.")
    patient = with_code(house)
    until = time.monotonic() + 30
    while state_of(house, patient) != "handed":
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    running.send_signal(sign)
    running.communicate(timeout=30)
    assert running.returncode == 0


def test_it_ends_with_the_process_that_started_it(house: House) -> None:
    beside = (
        "import subprocess, sys; "
        "child = subprocess.Popen([sys.executable, '-m', 'back_office.cli', 'jobs', '--every', '60', '--with-parent'],"
        " stdout=subprocess.PIPE, text=True); "
        "child.stdout.readline(); print(child.pid, flush=True); sys.stdin.readline()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    server = subprocess.Popen([sys.executable, "-c", beside], env=dict(house.environ), cwd=ROOT, **pipes)
    assert server.stdout is not None
    child = int(server.stdout.readline())
    os.kill(child, 0)
    server.kill()
    server.communicate()
    until = time.monotonic() + 30
    while is_running(child):
        assert time.monotonic() < until, "it goes on without its server"
        time.sleep(0.1)


def is_running(process_id: int) -> bool:
    """Tell whether a process is there and not just its remains."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_figures_are_told_by_channel_and_nobody_is_named(house: House) -> None:
    with_code(house)
    with_unreached(house)
    told = dossier(house.environ, "outbox")
    assert told.code == 0, told.err
    rows = {line.split()[0]: line.split() for line in told.out.splitlines()}
    assert rows["channel"] == [
        "channel",
        "waiting",
        "sending",
        "late",
        "oldest",
        "bounced",
        "failed",
        "expired",
        "unreached",
    ]
    assert rows["email"][-1] == "1"
    assert int(rows["sms"][1]) >= 1
    for word in ("314159", "0639980103", "+33639980103", "ROUX", "QUIMPER"):
        assert word not in told.out


def test_the_paper_list_says_who_and_what_once_each_under_an_entry(house: House) -> None:
    patient, file = with_unreached(house), house.settings.var_dir / "monday.csv"
    told = dossier(house.environ, "outbox", "unreached", file)
    assert (told.code, told.out.strip()) == (0, "1 written to monday.csv; 0 left.")
    heads, line = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    assert len(heads) == len(line)
    assert line[:3] == ["Jeanne Roux", "12/05/1942", "+33639980103"]
    assert line[4:6] == ["1 RUE HAUTE, 29000 QUIMPER", TO_TELL["receipt"] % {"whose": "Jeanne Roux"}]
    assert line[-1] == "courriel, lettre"
    assert "7KQM" not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    with house.store.reading() as unit:
        assert events_of(unit, patient)[-1] == "outbox:message:listed"
    again = dossier(house.environ, "outbox", "unreached", file)
    assert (again.code, "is there already" in again.err) == (2, True)
    assert dossier(house.environ, "outbox", "unreached", file.with_name("b.csv")).out.startswith("0 written")


def test_the_notice_of_a_child_names_whom_the_letter_was_for_and_the_child(house: House) -> None:
    forget_the_post(house.store)
    with house.store.writing() as unit:
        child, _ = announced(unit)
    about = {"about": "LÉO MARTIN", "addressee": "CLAIRE MARTIN"}
    left_untold(house, child, "opt-out-notice", code="7KQM4HTX9DFR", last_day="", **about)
    [line] = listed(house, "child.csv")
    assert line[:2] == ["Claire Martin", ""]
    assert line[5] == "Un dossier de santé va être créé pour Léo Martin. Vous pouvez dire non."


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.OPENED, "Un dossier de santé est créé pour vous. Vous pouvez le fermer."),
        (State.OPPOSED, "Rien : le choix est déjà fait."),
    ],
)
def test_a_notice_that_comes_back_late_says_how_the_record_stands_today(house: House, state: State, said: str) -> None:
    forget_the_post(house.store)
    with house.store.writing() as unit:
        patient, _ = announced(unit)
        move_space(unit, operator(patient), state, now())
    left_untold(house, patient, "opt-out-notice", code="7KQM4HTX9DFR", last_day="", about="", addressee="ROUX")
    assert [line[5] for line in listed(house, f"{state}.csv")] == [said]


def test_each_notice_of_a_recovery_says_what_happened(house: House) -> None:
    forget_the_post(house.store)
    for what in ("opened", "contact-changed"):
        with house.store.writing() as unit:
            patient = enrolled(unit)
        left_untold(house, patient, "recovery-notice", what=what, contact="mobile", dispute="123456789012")
    said = sorted(line[5] for line in listed(house, "recovery.csv"))
    assert said == [
        "Voici la nouvelle : quelqu’un demande à retrouver votre accès. Dites si ce n’est pas vous.",
        "Voici la nouvelle : votre téléphone mobile a changé. Dites si ce n’est pas vous.",
    ]


def test_a_line_that_cannot_be_opened_is_on_no_list_and_not_lost(house: House) -> None:
    forget_the_post(house.store)
    broken, _ = with_unreached(house), with_unreached(house)
    with house.store.writing() as unit:
        raw(unit, "UPDATE outbox_message SET sealed = ? WHERE patient_id = ?", b"no seal", broken)
    assert len(listed(house, "first.csv")) == 1
    with house.store.reading() as unit:
        assert unreached_left(unit) == 1
        assert "outbox:message:listed" not in events_of(unit, broken)


def test_a_name_that_is_taken_is_refused_before_anybody_is_read(house: House) -> None:
    forget_the_post(house.store)
    patient = with_unreached(house)
    (house.settings.var_dir / "taken.csv").touch()
    with pytest.raises(FileExistsError):
        listed(house, "taken.csv")
    with house.store.reading() as unit:
        assert "outbox:message:listed" not in events_of(unit, patient)


def test_what_is_told_by_hand_is_worded_for_every_such_kind_and_no_other() -> None:
    assert set(TO_TELL) == {kind for kind, rule in KINDS.items() if rule.by_hand}
