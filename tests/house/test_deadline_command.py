"""`dossier deadline`: both days as JSON, or one clear line. It needs no setting and no database."""

import json

import pytest
from click.testing import CliRunner, Result

from back_office.cli import dossier as dossier_command
from tests.kit.command import dossier


def _asked(sent: str = "2022-03-15", zone: str = "metropole", regime: str = "one-month-from-sending") -> Result:
    """Ask within this process: starting one for each question takes its time."""
    typed = ["deadline", "--sent", sent, "--zone", zone, "--regime", regime]
    return CliRunner().invoke(dossier_command, typed)


def test_both_days_are_told_with_both_midnights_by_the_command_that_operators_type():
    where = ("--zone", "alsace-moselle", "--regime", "one-month-from-sending")
    told = dossier({}, "deadline", "--sent", "2022-03-15", *where)
    assert (told.code, told.err) == (0, "")
    assert json.loads(told.out) == {
        "sent_on": "2022-03-15",
        "zone": "alsace-moselle",
        "regime": "one-month-from-sending",
        "calendar_version": "france-1",
        "displayed_on": "2022-04-15",
        "accepted_until": {
            "day": "2022-04-19",
            "local_midnight": "2022-04-20T00:00:00+02:00",
            "paris_midnight": "2022-04-20T00:00:00+02:00",
            "until": "2022-04-19T22:00:00+00:00",
        },
    }


def test_the_later_midnight_is_the_one_that_counts():
    found = json.loads(_asked("2025-04-22", "martinique").stdout)
    assert found["displayed_on"] == "2025-05-22"
    assert found["accepted_until"] == {
        "day": "2025-05-23",
        "local_midnight": "2025-05-24T00:00:00-04:00",
        "paris_midnight": "2025-05-24T00:00:00+02:00",
        "until": "2025-05-24T04:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sent": "2022-02-30"}, "--sent 2022-02-30: there is no such day in the calendar."),
        ({"sent": "2023-02-29"}, "--sent 2023-02-29: there is no such day in the calendar."),
        ({"sent": "2022-13-01"}, "--sent 2022-13-01: there is no such day in the calendar."),
        ({"sent": "22-03-15"}, "--sent '22-03-15': write the day as YYYY-MM-DD"),
        ({"sent": "15/03/2022"}, "--sent '15/03/2022': write the day as YYYY-MM-DD"),
        ({"sent": "20220315"}, "--sent '20220315': write the day as YYYY-MM-DD"),
        ({"sent": "２０２２-03-15"}, "write the day as YYYY-MM-DD"),
        ({"sent": "2022-03-15\n"}, "--sent '2022-03-15\\n': write the day as YYYY-MM-DD"),
        ({"sent": ""}, "--sent '': write the day as YYYY-MM-DD"),
        ({"sent": "0022-03-15"}, "--sent 0022-03-15: no letter was sent in that year."),
        ({"sent": "9999-12-31"}, "--sent 9999-12-31: no letter was sent in that year."),
        ({"zone": "tahiti"}, "--zone 'tahiti' is not known: give one of metropole, alsace-moselle, "),
        ({"regime": "two-months"}, "--regime 'two-months' is not known: give one of one-month-from-sending, "),
    ],
)
def test_what_cannot_be_computed_gets_one_clear_line(asked, said):
    told = _asked(**asked)
    assert (told.exit_code, told.stdout) == (2, "")
    (line,) = told.stderr.splitlines()
    assert said in line


def test_the_help_names_every_zone_and_rule():
    told = CliRunner().invoke(dossier_command, ["deadline", "--help"])
    words = " ".join(told.stdout.split())
    for name in ("saint-pierre-et-miquelon", "alsace-moselle", "six-weeks-from-sending", "YYYY-MM-DD"):
        assert name in words


def test_an_impossible_day_ends_the_process_with_code_2_and_no_traceback():
    told = dossier({}, "deadline", "--sent", "2022-02-30", "--zone", "metropole", "--regime", "six-weeks-from-sending")
    assert (told.code, told.out) == (2, "")
    assert told.err == "Error: --sent 2022-02-30: there is no such day in the calendar.\n"
