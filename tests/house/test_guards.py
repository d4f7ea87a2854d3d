"""The program doesn't start when a page may be reached that nobody decided who may see."""

import pytest
from flask import Flask

from assisted_desk.ui import DeskGuard
from portal.ui import Answer, Ask, Gate, Guard, PageUnguarded, PatientFace, Room, SeeOther
from tests.kit.desk import desk_of
from tests.kit.portal import House


def _view(ask: Ask) -> Answer:
    return SeeOther("/")


def test_a_page_declared_without_a_guard_is_refused() -> None:
    with pytest.raises(PageUnguarded, match="nouvelle: /porte has no guard"):
        Room("nouvelle").page("/porte")(_view)


def test_a_page_declared_with_a_guard_is_taken() -> None:
    room = Room("nouvelle")
    room.page("/porte", guard=Guard.PUBLIC)(_view)
    assert [page.path for page in room.pages] == ["/porte"]


def test_a_page_hung_around_the_gate_stops_the_start(house: House) -> None:
    app = Flask("beside", static_folder=None)
    app.add_url_rule("/porte", "porte", lambda: "ouverte")
    with pytest.raises(PageUnguarded, match="/porte has no guard"):
        Gate(app, house.settings, house.store, [], PatientFace(house.settings))


def test_flasks_own_pages_for_files_would_stop_the_start_too(house: House) -> None:
    with pytest.raises(PageUnguarded, match="/static/"):
        Gate(Flask("with-files"), house.settings, house.store, [], PatientFace(house.settings))


def test_every_page_of_the_desk_has_a_guard_of_the_desk(house: House) -> None:
    guards = {view.guard for view in desk_of(house).app.view_functions.values()}
    assert guards >= {DeskGuard.PUBLIC, DeskGuard.LOCKED, DeskGuard.STAFF}
    assert all(isinstance(guard, DeskGuard) for guard in guards)


def test_every_page_of_the_portal_has_a_guard_of_its_own(house: House) -> None:
    guards = {view.guard for view in house.app.view_functions.values()}
    assert guards == set(Guard)
