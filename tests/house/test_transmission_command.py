"""`dossier transmission`: the file is whole or not there, each act reaches the caisse, each answer is noted or told."""

import csv
import stat
from pathlib import Path

import pytest

from back_office.transmission import Export
from dossier.base import in_groups, new_sign_code
from dossier.identity import person_of
from dossier.journal import witness_of
from dossier.lifecycle import Receipt, Status, Way, not_for_me, opt_out, receipts_of
from tests.kit.command import Told, dossier
from tests.kit.house import NOW, announced, events_of, letter_holder, raw
from tests.kit.portal import House


@pytest.fixture
def receipt(house: House, tmp_path: Path) -> Receipt:
    """An act that the caisse doesn't know of yet; those of the cast were sent before."""
    assert export(house, tmp_path / "cast.csv").code == 0
    with house.store.writing() as unit:
        patient, _ = announced(unit, birth_name='BLAN;CHARD "D\'ÉTÉ"')
        return opt_out(unit, letter_holder(patient), Way.LETTER, NOW)


def export(house: House, path: Path, *more: str) -> Told:
    return dossier(house.environ, "transmission", "export", path, *more)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def answered(house: House, path: Path, text: str) -> tuple[int, str, list[str]]:
    path.write_text(text, encoding="utf-8")
    told = dossier(house.environ, "transmission", "acknowledge", path)
    return told.code, told.out.strip(), told.err.splitlines()


def stands(house: House, receipt: Receipt) -> tuple[Status, str]:
    with house.store.reading() as unit:
        [one] = [one for one in receipts_of(unit, receipt.patient_id) if one.number == receipt.number]
    return one.status, one.status_reason


def test_the_file_holds_each_act_with_whose_it_is_and_marks_it(house: House, receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    told = export(house, path)
    assert (told.code, told.out.strip()) == (0, "1 acts written to acts.csv.")
    with house.store.reading() as unit:
        ins = person_of(unit, receipt.patient_id, witness_of(receipt.patient_id, 1)).ins
        assert events_of(unit, receipt.patient_id)[-1] == "lifecycle:act:transmitted"
    assert rows(path) == [
        {
            "number": receipt.number, "act": "opt-out", "way": "letter", "made_at": NOW.isoformat(), "in_time": "yes",
            "sent_on": "2026-03-02", "ins": ins, "ins_domain": "10", "birth_name": "BLAN;CHARD \"D'ÉTÉ\"",
            "first_names": "JEANNE MARIE", "birth_on": "1942-05-12",
        }
    ]  # fmt: skip
    assert stands(house, receipt) == (Status.TRANSMITTED, "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_what_was_sent_is_not_sent_again(house: House, receipt: Receipt, tmp_path: Path) -> None:
    export(house, tmp_path / "first.csv")
    assert export(house, tmp_path / "second.csv").out.strip() == "0 acts written to second.csv."
    assert rows(tmp_path / "second.csv") == []


def test_killed_before_the_file_is_there_nothing_is_marked(house: House, receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    writing = Export(house.store, again=False).write(path, NOW)
    assert next(writing) == 1
    writing.close()  # as when the program dies after a chunk: the block of the file is left
    assert not path.exists()
    assert stands(house, receipt) == (Status.DEPOSITED, "")
    assert export(house, path).code == 0
    assert [row["number"] for row in rows(path)] == [receipt.number]


def test_killed_before_the_marking_the_next_file_holds_it_again(
    house: House, receipt: Receipt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("back_office.transmission.export.mark_transmitted", die)
    with pytest.raises(KeyboardInterrupt):
        list(Export(house.store, again=False).write(tmp_path / "first.csv", NOW))
    assert stands(house, receipt) == (Status.DEPOSITED, "")
    assert export(house, tmp_path / "second.csv").code == 0
    assert rows(tmp_path / "first.csv") == rows(tmp_path / "second.csv")
    with house.store.reading() as unit:
        assert events_of(unit, receipt.patient_id).count("lifecycle:act:transmitted") == 2


def test_a_file_that_is_there_is_left_alone_and_nothing_is_opened(
    house: House, receipt: Receipt, tmp_path: Path
) -> None:
    path = tmp_path / "acts.csv"
    path.write_text("the acts of yesterday")
    told = export(house, path)
    assert (told.code, told.lines) == (
        2, [f"{path} is there already: name another file; nothing was written or marked."],
    )  # fmt: skip
    assert path.read_text() == "the acts of yesterday"
    assert stands(house, receipt) == (Status.DEPOSITED, "")
    with house.store.reading() as unit:
        assert "lifecycle:act:transmitted" not in events_of(unit, receipt.patient_id)


def test_a_file_that_appears_meanwhile_is_left_alone_too(house: House, receipt: Receipt, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    writing = Export(house.store, again=False).write(path, NOW)
    assert next(writing) == 1
    path.write_text("another run's")
    with pytest.raises(FileExistsError):
        next(writing)
    assert path.read_text() == "another run's"
    assert stands(house, receipt) == (Status.DEPOSITED, "")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["acts.csv", "cast.csv", "var"]


def test_what_was_sent_is_not_held_in_memory(
    house: House, receipt: Receipt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("back_office.transmission.export._CHUNK", 2)
    with house.store.writing() as unit:
        for _ in range(4):
            opt_out(unit, letter_holder(announced(unit)[0]), Way.LETTER, NOW)
    writing = Export(house.store, again=False).write(tmp_path / "acts.csv", NOW)
    for _ in range(3):  # five acts by two
        assert 1 <= next(writing) <= 2
        kept = writing.gi_frame.f_locals
        assert sum(len(value) for value in kept.values() if isinstance(value, list)) <= 2
    assert list(writing) == []
    assert stands(house, receipt) == (Status.TRANSMITTED, "")
    assert export(house, tmp_path / "next.csv").out.strip() == "0 acts written to next.csv."


def test_a_file_that_cannot_be_written_marks_nothing(house: House, receipt: Receipt, tmp_path: Path) -> None:
    told = export(house, tmp_path / "nowhere" / "acts.csv")
    assert (told.code, told.out) == (1, "")
    assert told.err.strip().endswith("can't be written (No such file or directory); nothing was marked.")
    assert stands(house, receipt) == (Status.DEPOSITED, "")


def test_answers_are_noted_and_the_same_file_twice_changes_nothing(
    house: House, receipt: Receipt, tmp_path: Path
) -> None:
    export(house, tmp_path / "acts.csv")
    text = f"\ufeffnumber;status;reason\n{in_groups(receipt.number).lower()};acknowledged;\n\n"
    assert answered(house, tmp_path / "answers.csv", text) == (0, "1 noted, 0 known before, 0 refused.", [])
    assert answered(house, tmp_path / "answers.csv", text) == (0, "0 noted, 1 known before, 0 refused.", [])
    assert stands(house, receipt) == (Status.ACKNOWLEDGED, "")
    with house.store.reading() as unit:
        assert events_of(unit, receipt.patient_id).count("lifecycle:act:answered") == 1


def test_an_answer_about_somebody_with_a_broken_key_is_left_to_a_person(
    house: House, receipt: Receipt, tmp_path: Path
) -> None:
    export(house, tmp_path / "acts.csv")
    with house.store.writing() as unit:
        raw(unit, "UPDATE patient_key SET wrapped = ? WHERE patient_id = ?", b"no key", receipt.patient_id)
    code, out, [told] = answered(house, tmp_path / "answers.csv", f"{receipt.number};acknowledged;\n")
    assert (code, out) == (1, "0 noted, 0 known before, 1 refused.")
    assert "key of this act's owner is broken" in told


def test_an_answer_about_somebody_erased_since_changes_nothing(house: House, receipt: Receipt, tmp_path: Path) -> None:
    export(house, tmp_path / "acts.csv")
    with house.store.writing() as unit:
        unit.forget(receipt.patient_id)
    text = f"{receipt.number};rejected;identity-unknown\n"
    assert answered(house, tmp_path / "answers.csv", text) == (0, "0 noted, 1 known before, 0 refused.", [])


def test_a_rejected_act_goes_again_when_it_is_asked_for(house: House, receipt: Receipt, tmp_path: Path) -> None:
    export(house, tmp_path / "acts.csv")
    answered(house, tmp_path / "answers.csv", f"{receipt.number};rejected;identity-unknown\n")
    assert stands(house, receipt) == (Status.REJECTED, "identity-unknown")
    export(house, tmp_path / "plain.csv")
    assert rows(tmp_path / "plain.csv") == []
    export(house, tmp_path / "again.csv", "--again")
    assert [row["number"] for row in rows(tmp_path / "again.csv")] == [receipt.number]
    assert stands(house, receipt) == (Status.TRANSMITTED, "")


def test_bad_lines_are_told_by_their_number_and_the_others_are_taken(
    house: House, receipt: Receipt, tmp_path: Path
) -> None:
    export(house, tmp_path / "acts.csv")
    lines = [
        f"{new_sign_code()};acknowledged;",
        "7KQM-4HTX-9DFA;acknowledged;",
        f"{receipt.number};noted;",
        f"{receipt.number};rejected;",
        f"{receipt.number};rejected;Mme Roux est inconnue",
        f"{receipt.number};rejected;{'x' * 41}",
        f"{receipt.number};acknowledged;why",
        f"{receipt.number}",
        '"',
        f"{receipt.number};acknowledged;",
        f"{receipt.number};rejected;too-late",
    ]
    code, out, told = answered(house, tmp_path / "answers.csv", "\n".join(lines))
    assert (code, out) == (1, "1 noted, 0 known before, 10 refused.")
    assert [line.partition(":")[0] for line in told] == [f"line {n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)]
    assert "Roux" not in "".join(told)
    for line, why in zip(
        told,
        ("on no receipt", "twelve signs", "acknowledged or rejected", "needs a reason", "a code such as",
         "a code such as", "has none", "1 columns", "1 columns", "acknowledged before"),
        strict=True,
    ):  # fmt: skip
        assert why in line
    assert stands(house, receipt) == (Status.ACKNOWLEDGED, "")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00" * 50, b"a" * 200_000, b"\r\r\n;;;"])
def test_a_file_that_is_none_is_refused_line_by_line(house: House, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    told = dossier(house.environ, "transmission", "acknowledge", path)
    assert told.code == 1
    assert told.err.startswith("line ")
    assert "Traceback" not in told.err


def test_a_letter_for_somebody_else_is_told_to_the_caisse_too(house: House, tmp_path: Path) -> None:
    with house.store.writing() as unit:
        patient, _ = announced(unit)
        astray = not_for_me(unit, letter_holder(patient), Way.LETTER, NOW)
    export(house, tmp_path / "acts.csv")
    assert {(row["number"], row["act"]) for row in rows(tmp_path / "acts.csv")} >= {(astray.number, "not-for-me")}
