"""Telephone calls by people who aren't her, replayed against the real desk and the real pages: no takeover."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import time_machine

from assisted_desk.call_center import cases
from back_office.demo.staff import plant_staff
from back_office.opening import holder_path, open_store
from dossier.base import Settings
from dossier.recovery import choose_channel, choose_channel_online
from dossier.vault import FileKeyHolder
from migrations import upgrade
from portal.recovery import proving
from tests.abuse import (
    vishing_contacts,
    vishing_crowds,
    vishing_holders,
    vishing_insiders,
    vishing_robbed,
    vishing_strangers,
)
from tests.kit import portal as houses
from tests.kit import postgres
from tests.kit.activating import NOON
from tests.kit.desk import SARAH
from tests.kit.portal import House
from tests.kit.vishing import Call, Stage, he_is_out_again, nothing_was_taken, she_was_told
from tests.kit.vishing_browsers import she_gets_back_in

CALLS = (
    *vishing_strangers.CALLS,
    *vishing_holders.CALLS,
    *vishing_contacts.CALLS,
    *vishing_insiders.CALLS,
    *vishing_crowds.CALLS,
)

ON_POSTGRESQL = [
    next(call for call in CALLS if call.title == title)
    for title in (
        "he waits until her case is granted and hurries to finish it",
        "he has her key two codes in on her own telephone",
        "two bought agents of two teams, seen in the last hour",
        "the thief's screen stands beside hers at the desk",
    )
]
"""A race for a grant, three days of waiting, a change of contact, a desk."""


class EverySimIsNew:
    """Operators who say of every telephone that its card changed yesterday."""

    def changed_lately(self, mobile: str, now: object) -> bool:
        return True


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def house(planted: Path, tmp_path: Path) -> Iterator[House]:
    """A demonstration whose line has its real hours."""
    with houses.copy_of(planted, tmp_path / "var", CALL_CENTER_ALWAYS_OPEN="0") as house:
        yield house


@pytest.fixture
def house_on_postgresql(postgres_address: str, worker_id: str, tmp_path: Path) -> Iterator[House]:
    """A house with its staff and nobody else, on the other database."""
    url = postgres.new_database(postgres_address, f"vishing_{worker_id}")
    environ = {**houses.DEMO, "VAR_DIR": str(tmp_path), "DATABASE_URL": url, "CALL_CENTER_ALWAYS_OPEN": "0"}
    settings = Settings.read(environ)
    FileKeyHolder.make(holder_path(settings), demo=True)
    store = open_store(settings)
    upgrade(store.engine)
    plant_staff(store, NOON)
    store.engine.dispose()
    with houses.opened(environ) as house:
        yield house


def play(call: Call, house: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Play a call to its end; hold that nothing was taken, and that she heard of it."""
    if call.signals:
        monkeypatch.setattr(cases, "choose_channel", partial(choose_channel, sim=EverySimIsNew()))
        monkeypatch.setattr(proving, "choose_channel_online", partial(choose_channel_online, sim=EverySimIsNew()))
    stage = Stage(house, clock, call)
    for line in call.lines:
        for act in line.acts:
            act(stage)
    monkeypatch.undo()
    (he_is_out_again if call.burnt else nothing_was_taken)(stage)
    for what in call.told:
        she_was_told(stage, what)
    if call.alarm:
        assert call.alarm in stage.at(SARAH).get("/alarmes").words
    return stage


@pytest.mark.parametrize("call", CALLS, ids=[call.title for call in CALLS])
def test_a_call_takes_nothing_and_she_hears_of_it(
    call: Call, house: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    she_gets_back_in(play(call, house, clock, monkeypatch))


@pytest.mark.parametrize("call", ON_POSTGRESQL, ids=[call.title for call in ON_POSTGRESQL])
def test_nor_on_the_other_database(
    call: Call, house_on_postgresql: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    she_gets_back_in(play(call, house_on_postgresql, clock, monkeypatch))


@pytest.mark.parametrize("call", vishing_robbed.CALLS, ids=[call.title for call in vishing_robbed.CALLS])
def test_what_two_stolen_means_open_is_told_everywhere_and_one_code_shuts_it(
    call: Call, house: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(call, house, clock, monkeypatch)


def test_there_are_forty_calls_and_more_and_each_is_its_own() -> None:
    assert len({call.title for call in CALLS}) == len(CALLS) >= 40
