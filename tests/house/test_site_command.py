"""`dossier site` and `dossier staff`: houses where advisors stand, who stands there, and what a suspension ends."""

import re

import pytest

from dossier.base import now
from dossier.identity import suspend_staff
from dossier.mandates import MandateState, mandate_of
from tests.kit.command import dossier
from tests.kit.desk import INES
from tests.kit.house import raw
from tests.kit.mandates import desk_of, given, somebody
from tests.kit.portal import House

SITE = "France Services de Brioude"
ADDRESS = "2 rue du Pont, 43100 Brioude"
RITA = ("staff", "add", "costa.rita", "--first-name", "Rita", "--name", "Costa", "--role", "supervisor", "--team", "A")


def test_a_site_is_added_listed_and_given_to_its_supervisor(house: House) -> None:
    told = dossier(house.environ, "site", "add", SITE, "--address", ADDRESS, "--siret", "12002701600563")
    assert (told.code, "Added." in told.out) == (0, True)
    assert re.search(f"{SITE} +12002701600563 +{ADDRESS}", dossier(house.environ, "site", "list").out)
    told = dossier(house.environ, *RITA, "--site", SITE)
    assert re.search(r"Enrollment code: \w{4}-\w{4}-\w{4}\n", told.out)
    assert re.search(f"costa.rita +Rita Costa +supervisor +A, {SITE}", dossier(house.environ, "staff", "list").out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("site", "add", "France Services de Schiltigheim", "--address", ADDRESS), "already-known"),
        (("site", "add", "n" * 41, "--address", ADDRESS), "site-unfit"),
        (("site", "add", SITE, "--address", ADDRESS, "--siret", "12"), "site-unfit"),
        ((*RITA, "--site", "Nulle part"), "site-unknown"),
    ],
)
def test_what_doesnt_fit_is_one_clear_line(house: House, arguments: tuple[str, ...], said: str) -> None:
    told = dossier(house.environ, *arguments)
    assert told.code == 2
    (line,) = told.lines
    assert line.startswith(f"Refused: {said}")


def test_a_suspension_ends_mandates_and_a_reset_brings_none_back_even_when_it_was_cut_short(house: House) -> None:
    with house.store.writing() as unit:
        ines = desk_of(unit, INES, now())
        first, second = (given(unit, ines, somebody(unit), now=now()) for _ in range(2))
    with house.store.writing() as unit:
        suspend_staff(unit, INES, now())  # cut short: what was given isn't ended yet
    assert dossier(house.environ, "staff", "reset", INES).code == 0
    with house.store.writing() as unit:
        assert mandate_of(unit, ines, first, now()).state is MandateState.ENDED
        raw(unit, "UPDATE mandate SET state = 'active', ended_at = NULL")
    assert dossier(house.environ, "staff", "suspend", INES).code == 0
    with house.store.reading() as unit:
        assert mandate_of(unit, ines, second, now()).state is MandateState.ENDED
