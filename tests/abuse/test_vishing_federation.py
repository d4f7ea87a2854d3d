"""FranceConnect and the telephone: a thief's own opens nothing of hers, and hers opens when he has used up all else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.abuse import vishing_crowds
from tests.kit import portal as houses
from tests.kit.activating import NOON
from tests.kit.federation import enter
from tests.kit.franceconnect import ROUX, Provider, running
from tests.kit.portal import House
from tests.kit.vishing import Stage, nothing_was_taken

HERS = {
    **ROUX,
    "family_name": "DELMAS",
    "given_name": "AURÉLIE ANNE",
    "preferred_username": "",
    "birthdate": "1969-05-28",
}
HIS = {**HERS, "given_name": "AURELIEN", "gender": "male"}
LOCKED_OUT = next(call for call in vishing_crowds.CALLS if "and her cases" in call.title)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(Provider(person={name: told for name, told in HERS.items() if told})) as provider:
        yield provider


@pytest.fixture
def house(planted: Path, tmp_path: Path, provider: Provider) -> Iterator[House]:
    with houses.copy_of(planted, tmp_path / "var", **provider.environ) as house:
        yield house


def used_up(house: House, clock: time_machine.Traveller) -> Stage:
    """Let him use up her calls and her cases on the pages."""
    stage = Stage(house, clock, LOCKED_OUT, {"birth_place": HERS["birthplace"]})
    for line in LOCKED_OUT.lines:
        for act in line.acts:
            act(stage)
    return stage


def test_when_he_has_used_up_every_case_she_still_enters_by_franceconnect_and_her_card(
    house: House, clock: time_machine.Traveller, provider: Provider
) -> None:
    stage = used_up(house, clock)
    page = enter(stage.her, provider)
    assert page.path == "/connexion/code", page.words
    assert stage.her.send(page, code=stage.card_code()).path == "/mon-dossier"


def test_his_own_franceconnect_opens_nothing_of_hers(
    house: House, clock: time_machine.Traveller, provider: Provider
) -> None:
    stage = used_up(house, clock)
    provider.person = {name: told for name, told in HIS.items() if told}
    page = enter(stage.thief, provider)
    assert page.path not in ("/connexion/code", "/mon-dossier"), page.words
    nothing_was_taken(stage)
