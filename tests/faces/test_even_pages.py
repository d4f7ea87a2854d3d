"""Even pages: held until their time, with no database in hand; only so many at once, and nobody who has to wait."""

from dataclasses import replace
from threading import BoundedSemaphore

import pytest

from back_office.commands import serving
from back_office.demo_outbox import DemoOutbox
from dossier.base import Operations, new_sign_code
from portal import create_portal
from portal.ui import HELD_AT_ONCE, even
from portal.ui.even import EvenTime
from tests.kit.portal import House
from tests.kit.visitor import Visitor

FLOOR_MS = 300
CODE = new_sign_code()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr(even, "sleep", slept.append)
    return slept


@pytest.fixture
def visitor(house: House) -> Visitor:
    """Somebody at a portal with a floor."""
    visitor = house.visitor()
    settings = replace(house.settings, answer_floor_ms=FLOOR_MS)
    visitor.client.application = create_portal(settings, house.store, DemoOutbox(settings, house.store))
    return visitor


@pytest.mark.parametrize(("taken", "leaves"), [(0.0, 0.3), (0.29, 0.3), (0.31, 0.4), (0.4001, 0.5), (0.95, 1.0)])
def test_an_answer_leaves_at_the_floor_then_on_the_grid(taken: float, leaves: float) -> None:
    assert EvenTime(FLOOR_MS).leaves_after(taken) == pytest.approx(leaves)


def test_only_even_pages_are_held(visitor: Visitor, slept: list[float]) -> None:
    page = visitor.send(visitor.get("/connexion"), identifier="personne.100")
    assert len(slept) == 1, "the page that asks for the password"
    visitor.post_form(page, password="ce n’est pas lui")
    assert len(slept) == 2
    assert all(0 <= one <= 0.3 for one in slept)
    visitor.get("/aide")
    assert len(slept) == 2


def test_no_database_is_held_meanwhile(house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def write(seconds: float) -> None:
        with house.store.writing() as unit:
            unit.connection.exec_driver_sql("DELETE FROM web_session WHERE 1 = 0")
        written.append(house.store.engine.pool.checkedout())

    page = visitor.get("/opposition/pas-pour-moi")
    monkeypatch.setattr(even, "sleep", write)
    assert visitor.post_form(page, code=CODE).status == 422
    assert written == [0]


def test_who_is_asked_to_wait_is_not_held(visitor: Visitor, slept: list[float]) -> None:
    for _ in range(40):
        page = visitor.get("/opposition/pas-pour-moi")
        slept.clear()
        if visitor.post_form(page, code=CODE).status == 429:
            break
    assert visitor.page.status == 429
    assert slept == []


def test_past_the_places_an_even_page_asks_to_come_back_and_others_are_answered(
    visitor: Visitor, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.get("/opposition/pas-pour-moi")
    places = BoundedSemaphore(1)
    monkeypatch.setattr(even, "_places", places)
    with places:
        full = visitor.post_form(page, code=CODE)
        assert (full.status, full.headers["Retry-After"], full.heading) == (503, "5", "Le site est très occupé")
        assert visitor.get("/aide").status == 200
    assert visitor.post_form(page, code=CODE).status == 422


def test_a_page_that_breaks_gives_its_place_back_at_the_same_time(slept: list[float]) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    for _ in range(HELD_AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError):
            EvenTime(FLOOR_MS).answer(broken)
    assert len(slept) == HELD_AT_ONCE + 1


def test_the_server_has_more_threads_than_may_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(serving.os, "execv", lambda program, arguments: started.extend(arguments))
    serving.run_server(Operations("127.0.0.1", 3, ""), "127.0.0.1", (1, 2), 1)
    threads = next(int(one.partition("=")[2]) for one in started if one.startswith("--threads="))
    assert threads == HELD_AT_ONCE + 4
