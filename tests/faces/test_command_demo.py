"""`dossier demo` and `dossier journal`: the cast and its codes in a demonstration only; every chain checked."""

import json
import time
from datetime import UTC, datetime

import pytest
import time_machine

from back_office.commands.planting import print_code
from back_office.demo import ADDRESSEES, CAST, STAFF
from tests.kit.command import dossier
from tests.kit.desk import PAUL, desk_of
from tests.kit.portal import House

ROUX = "roux.jeanne"
EVERYBODY = len(CAST) + len(ADDRESSEES)


def test_the_cast_is_told_to_programs_with_all_that_signing_in_needs(house: House) -> None:
    told = dossier(house.environ, "demo", "cast", "--json")
    members = json.loads(told.out)
    assert told.code == 0
    assert len(members) >= 10
    for member, planted in zip(members, [*CAST, *STAFF], strict=True):
        assert {"role", "name", "identifier", "password"} <= member.keys()
        assert (member["identifier"], member["password"]) == (planted.identifier, planted.password)
    assert [one["ins"] for one in members if one["identifier"].startswith("pat-")] == ["279035121518989"]


def test_the_cast_is_told_to_people_one_line_each(house: House) -> None:
    told = dossier(house.environ, "demo", "cast")
    assert (told.code, len(told.out.splitlines())) == (0, len(CAST) + len(STAFF) + len(ADDRESSEES) + 3 + 2)
    vidal = next(line for line in told.out.splitlines() if line.startswith("Marguerite Vidal"))
    assert "1947-04-06" in vidal


def test_the_code_told_opens_the_record(house: House) -> None:
    visitor = house.visitor()
    page = visitor.give_password(ROUX)
    told = dossier(house.environ, "demo", "code", ROUX)
    assert (told.code, len(told.out)) == (0, 9)
    assert visitor.send(page, code=told.out.strip()).path == "/mon-dossier"


def test_a_colleagues_code_is_told_once_it_is_good_and_never_twice(
    house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, told, waits = desk_of(house), [], []
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC), tick=False) as clock:
        monkeypatch.setattr(time, "sleep", lambda seconds: (waits.append(seconds), clock.shift(seconds)))
        for _ in range(3):
            colleague = desk.visitor()
            page = colleague.give_password(PAUL)
            print_code(house.store, PAUL)
            told.append(capsys.readouterr().out.strip())
            assert colleague.send(page, code=told[-1]).path == "/"
    assert len(set(told)) == 3
    assert waits == [0, 0, 25], "an app a step ahead is believed; for the step after it one waits"


def test_nobody_has_a_code_for_an_unknown_identifier(house: House) -> None:
    told = dossier(house.environ, "demo", "code", "personne")
    assert (told.code, told.out) == (1, "")
    assert "Nobody in the cast has this identifier." in told.err


@pytest.mark.parametrize("command", [("cast", "--json"), ("code", ROUX), ("plant",)])
def test_outside_a_demonstration_nothing_of_it_is_told(house: House, command: tuple[str, ...]) -> None:
    environ = {"STAGE": "development", "VAR_DIR": house.environ["VAR_DIR"]}
    told = dossier(environ, "demo", *command)
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines() == ["This works in a demonstration only: set DEMO=1, and never where real people are."]


def test_planting_again_changes_nothing(house: House) -> None:
    with house.store.reading() as unit:
        before = unit.connection.exec_driver_sql("SELECT count(*) FROM journal_entry").scalar_one()
    assert dossier(house.environ, "demo", "plant").code == 0
    with house.store.reading() as unit:
        after = unit.connection.exec_driver_sql("SELECT count(*) FROM journal_entry").scalar_one()
    assert before == after


def test_the_journal_is_whole_until_somebody_touches_it(house: House) -> None:
    told = dossier(house.environ, "journal", "verify")
    assert (told.code, told.out) == (0, f"{EVERYBODY} chains checked, 0 broken.\n")
    roux = house.patient_id(ROUX)
    with house.store.writing() as unit:
        names = unit.connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
        for name in names:
            unit.connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        changed = "UPDATE journal_entry SET event = 'identity:session:opened' WHERE patient_id = ? AND sequence = 6"
        unit.connection.exec_driver_sql(changed, (roux,))
    told = dossier(house.environ, "journal", "verify")
    assert told.code == 1
    assert told.out.splitlines() == [f"record {roux.hex()}, entry 6: changed", f"{EVERYBODY} chains checked, 1 broken."]
