"""Every request is counted and told in one line: by the address as it was declared, whatever was typed."""

import pytest

from operations import watch
from portal.ui import gate
from tests.kit.desk import desk_of
from tests.kit.log import house_log
from tests.kit.operations import monitor_of
from tests.kit.portal import House

TYPED = "zorvaname"


def counted(house: House) -> dict[str, float]:
    told = monitor_of(house.settings, house.store).figures()
    return {name: value for name, value in told.items() if name.startswith("dossier_request")}


def more(before: dict[str, float], after: dict[str, float], start: str) -> dict[str, float]:
    """What was added to the figures that begin so."""
    found = {name: value - before.get(name, 0) for name, value in after.items() if name.startswith(start)}
    return {name: value for name, value in found.items() if value}


@pytest.fixture
def watched(house: House) -> House:
    watch(house.app, "portal")
    return house


def test_a_request_is_one_line_and_one_more_in_the_figures(watched: House) -> None:
    before = counted(watched)
    with house_log() as written:
        watched.visitor().get("/aide")
    (line,) = written.lines
    assert (line["event"], line["logger"], line["face"]) == ("request", "portal", "portal")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/aide", 200)
    assert isinstance(line["ms"], int)
    assert len(line["request"]) == 16
    assert set(line) == {"at", "event", "face", "level", "logger", "method", "ms", "request", "route", "status"}
    name = 'dossier_requests_total{face="portal",method="GET",route="/aide",status="200"}'
    assert more(before, counted(watched), "dossier_requests_total") == {name: 1}
    seconds = more(before, counted(watched), "dossier_request_seconds")
    assert seconds['dossier_request_seconds_count{face="portal",route="/aide"}'] == 1
    assert 0 < seconds['dossier_request_seconds_sum{face="portal",route="/aide"}'] < 10


def test_what_was_typed_is_in_no_line_and_no_figure(watched: House) -> None:
    visitor = watched.visitor()
    client = visitor.client
    paths = (f"/{TYPED}", f"/aide?nom={TYPED}", f"/R/{TYPED}", f"/documents/{TYPED}", f"/aide/{TYPED}")
    with house_log() as written:
        for path in paths:
            client.get(path, headers={"Referer": f"/{TYPED}", "User-Agent": TYPED})
            client.open(path, method=TYPED.upper())
        client.post("/connexion", data={"identifier": TYPED})
    lines = written.events("request")
    assert len(lines) == 2 * len(paths) + 1
    assert {line["route"] for line in lines} >= {"no page", "/aide", "/R/<number>"}
    assert {line["method"] for line in lines} == {"GET", "POST", "other"}
    assert len({line["request"] for line in lines}) == len(lines)
    assert TYPED not in (written.text + monitor_of(watched.settings, watched.store).get("/metrics").text).lower()


def test_an_error_in_a_page_is_told_under_the_same_request(watched: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError(TYPED)

    visitor = watched.visitor()
    monkeypatch.setattr(gate.Gate, "_pass", broken)
    with house_log() as written:
        assert visitor.client.get(f"/documents/{'0' * 32}").status_code == 500
    error, request = written.lines
    assert (error["event"], error["level"], error["route"]) == ("broken", "error", request["route"])
    assert error["faults"][0]["type"] == "ZeroDivisionError"
    assert error["faults"][0]["places"][-1].startswith("tests/operations/test_watching.py:")
    assert error["request"] == request["request"]
    assert request["status"] == 500
    assert TYPED not in written.text


def test_each_face_is_counted_by_its_name(house: House) -> None:
    desk = desk_of(house)
    watch(desk.app, "desk")
    before = counted(house)
    desk.visitor().get("/connexion")
    name = 'dossier_requests_total{face="desk",method="GET",route="/connexion",status="200"}'
    assert more(before, counted(house), "dossier_requests_total") == {name: 1}


def test_what_monitors_ask_for_is_counted_and_not_logged_and_what_providers_tell_is(house: House) -> None:
    monitor = monitor_of(house.settings, house.store)
    watch(monitor.app, "operations", quietly=True)
    before = counted(house)
    with house_log() as written:
        monitor.get("/health")
        monitor.app.test_client().post(f"/post/{TYPED}", data="{}")
    assert [(line["route"], line["status"]) for line in written.events("request")] == [("/post/<provider>", 404)]
    found = more(before, counted(house), "dossier_requests_total")
    assert sorted(found.values()) == [1, 1]
    assert any('route="/health"' in name for name in found)
