"""A printer of the house: a real program named `lp` on the PATH, which each file of a batch is told to once."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from back_office.letters import BatchUnfit, PaperPrinter, paper_printer, print_files
from dossier.base import StartRefused
from dossier.lifecycle import Way, close
from dossier.outbox import (
    LetterBatch,
    hand_over,
    handed_letter,
    keep_batch,
    letter_reference,
    letters_waiting,
    progress_of,
)
from dossier.vault import shred
from tests.kit.batches import MONDAY, NAME, forget_the_post
from tests.kit.command import dossier
from tests.kit.house import enrolled, herself

LATER = MONDAY + timedelta(hours=1)
FAKE = """#!/bin/sh
echo "$*" >> {told}
env | sort >> {environment}
{then}
"""


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """Put an `lp` on the PATH that writes down what it was asked; return how to make it do something else."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def does(then):
        told, environment = tmp_path / "told", tmp_path / "environment"
        (folder / "lp").write_text(FAKE.format(told=told, environment=environment, then=then))
        (folder / "lp").chmod(0o700)

    does("exit 0")
    monkeypatch.setenv("PATH", f"{folder}:{os.defpath}")
    return does


def asked(tmp_path):
    told = tmp_path / "told"
    return told.read_text().splitlines() if told.exists() else []


@pytest.fixture
def batch(house, tmp_path):
    """A batch of three receipts in two files, as `dossier letters batch` leaves it."""
    forget_the_post(house.store)
    with house.store.writing() as unit:
        for _ in range(3):
            patient = enrolled(unit, address=("12 RUE DES TANNEURS", "43000 LE PUY-EN-VELAY"))
            close(unit, herself(patient), Way.PHONE, MONDAY)
    folder = tmp_path / "out" / NAME
    folder.mkdir(parents=True)
    lines = ["number,file,first_page,pages,sheets,postage,up_to_grams,postal_code,sha256"]
    for number, name, first, pages in ((1, "a-001.pdf", 1, 2), (2, "a-001.pdf", 3, 2), (3, "b-001.pdf", 1, 3)):
        (folder / name).write_bytes(name.encode())
        seal = hashlib.sha256(name.encode()).hexdigest()
        lines.append(f"{number},{name},{first},{pages},1,lettre-verte,20,43000,{seal}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
    (folder / "complete").touch()
    seal = hashlib.sha256((folder / "manifest.csv").read_bytes()).hexdigest()
    with house.store.writing() as unit:
        hand_over(unit, letters_waiting(unit, {"receipt"}, 9, LATER), NAME, MONDAY)
        keep_batch(unit, LetterBatch(NAME, MONDAY, MONDAY.date(), 3, seal))
    return folder


def results(house, folder):
    """Print a batch; return of each file its name, what became of it, and how many letters were left out."""
    return list(print_files(house.store, PaperPrinter("accueil"), folder, lambda: LATER))


def printed(house, folder):
    return [(name, outcome) for name, outcome, _ in results(house, folder)]


def erase_owner(house, number):
    with house.store.writing() as unit:
        letter = handed_letter(unit, letter_reference(NAME, number))
        unit.forget(letter.patient_id)
        shred(unit, letter.patient_id)


def test_each_file_is_told_once_to_the_printer_and_its_letters_are_noted(house, batch, lp, tmp_path):
    assert printed(house, batch) == [("a-001.pdf", "printed"), ("b-001.pdf", "printed")]
    sides = "-o media=A4 -o sides=two-sided-long-edge"
    assert asked(tmp_path) == [
        f"-d accueil -t {NAME} {name} {sides} -- {batch / name}" for name in ("a-001.pdf", "b-001.pdf")
    ]
    with house.store.reading() as unit:
        [one] = progress_of(unit, [NAME])
    assert (one.silent, one.printed) == (0, 3)
    assert printed(house, batch) == [("a-001.pdf", "known"), ("b-001.pdf", "known")]
    assert len(asked(tmp_path)) == 2


def test_nothing_of_our_own_environment_reaches_the_printer(house, batch, lp, tmp_path, monkeypatch):
    monkeypatch.setenv("KEY_HOLDER", "file:/etc/dossier/holder.json")
    printed(house, batch)
    assert "KEY_HOLDER" not in (tmp_path / "environment").read_text()


def test_letters_of_an_odd_number_of_pages_never_share_a_sheet():
    shared, alone = (paper_printer.ManifestFile("x", numbers, 3, "") for numbers in ((1, 2), (1,)))
    assert (shared.is_two_sided, alone.is_two_sided) == (False, True)


def test_what_lp_refuses_is_asked_again_and_what_nobody_knows_is_not(house, batch, lp, tmp_path):
    lp("exit 1")
    assert [outcome for _, outcome in printed(house, batch)] == ["refused", "refused"]
    lp("kill -9 $$")
    assert [outcome for _, outcome in printed(house, batch)] == ["unsure", "unsure"]
    lp("exit 0")
    assert [outcome for _, outcome in printed(house, batch)] == ["unsure", "unsure"]
    assert len(asked(tmp_path)) == 4
    with house.store.reading() as unit:
        assert progress_of(unit, [NAME])[0].silent == 3
    (batch / "a-001.pdf.begun").unlink()  # somebody looked: it never came out
    assert printed(house, batch) == [("a-001.pdf", "printed"), ("b-001.pdf", "unsure")]


def test_an_lp_that_does_not_even_begin_printed_nothing_for_certain(house, batch, lp, tmp_path):
    (tmp_path / "bin" / "lp").write_bytes(b"\x00 no program")
    assert [outcome for _, outcome in printed(house, batch)] == ["refused", "refused"]
    lp("exit 0")
    assert [outcome for _, outcome in printed(house, batch)] == ["printed", "printed"]


def test_a_printer_that_does_not_answer_is_waited_for_and_not_asked_again(house, batch, lp, monkeypatch):
    lp("sleep 30")
    monkeypatch.setattr(paper_printer, "_SECONDS", 0.2)
    assert [outcome for _, outcome in printed(house, batch)] == ["unsure", "unsure"]


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        ("b-001.pdf", b"another letter", "b-001.pdf was changed or is gone"),
        ("b-001.pdf", None, "b-001.pdf was changed or is gone"),
        ("manifest.csv", b"number,file\n", "its manifest was changed"),
        ("complete", None, "it isn't complete"),
    ],
)
def test_a_folder_that_is_not_what_was_handed_over_is_not_printed_at_all(
    house, batch, lp, tmp_path, file, content, why
):
    (batch / file).unlink()
    if content is not None:
        (batch / file).write_bytes(content)
    with pytest.raises(BatchUnfit) as refused:
        printed(house, batch)
    assert refused.value.facts["why"] == why
    assert asked(tmp_path) == []


def test_a_batch_that_a_print_shop_acknowledged_or_that_nobody_knows_is_left_alone(house, batch, lp, tmp_path):
    with house.store.writing() as unit:
        assert paper_printer.note_printed(unit, f"{NAME}-0001", LATER)
    with pytest.raises(BatchUnfit, match="somebody else acknowledged it"):
        printed(house, batch)
    unknown = batch.rename(batch.with_name("260302-ZZZZ9"))
    with pytest.raises(BatchUnfit, match="no batch of this name"):
        printed(house, unknown)
    assert asked(tmp_path) == []


def test_letters_of_people_who_were_erased_are_left_out_and_everybody_elses_is_printed(house, batch, lp, tmp_path):
    for number in (1, 3):
        erase_owner(house, number)
    assert results(house, batch) == [("a-001.pdf", "printed", 1), ("b-001.pdf", "erased", 1)]
    sides = "-o media=A4 -o sides=two-sided-long-edge"
    assert asked(tmp_path) == [f"-d accueil -t {NAME} a-001.pdf {sides} -P 3-4 -- {batch / 'a-001.pdf'}"]
    with house.store.reading() as unit:
        [one] = progress_of(unit, [NAME])
    assert (one.silent, one.printed) == (0, 1)
    environ = {**house.environ, "PATH": f"{tmp_path / 'bin'}:{os.defpath}", "PRINTER": "accueil"}
    told = dossier(environ, "letters", "print", batch)
    assert (told.code, told.out.splitlines()[-1][:18]) == (0, "2 letters left out"), told.err


def test_the_command_takes_the_printer_from_its_setting_and_refuses_words_that_are_none(house, batch, lp, tmp_path):
    environ = {**house.environ, "PATH": f"{tmp_path / 'bin'}:{os.defpath}"}
    told = dossier({**environ, "PRINTER": "accueil"}, "letters", "print", batch)
    assert (told.code, told.out.strip()) == (0, "2 files printed, 0 before, 0 refused by lp."), told.err
    (batch / "a-001.pdf.printed").unlink()
    told = dossier({**environ, "PRINTER": "accueil"}, "letters", "print", batch)
    assert told.code == 1
    assert "To print it, remove a-001.pdf.begun first." in told.out
    told = dossier({**environ, "PRINTER": "-o raw"}, "letters", "print", batch)
    assert (told.code, "PRINTER must be the name of a printer" in told.err) == (2, True)
    assert "Missing option '--printer'" in dossier(environ, "letters", "print", batch).err
    assert len(asked(tmp_path)) == 2


def test_without_lp_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(Path(tmp_path)))
    with pytest.raises(StartRefused, match="isn't installed"):
        PaperPrinter("accueil")
