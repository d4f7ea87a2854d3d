"""What operators read holds nothing of anybody: log, figures, health page; and a leak planted there is found."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import request

from dossier.base import logs, now
from dossier.lifecycle import Way, ask_erasure
from operations import figures, monitors, watching
from tests.kit.command import dossier
from tests.kit.house import PASSWORD, herself, raw
from tests.kit.ill_day import CODE, IllDay
from tests.kit.log import house_log
from tests.kit.markers import Trace, code_found_in, found_in
from tests.kit.portal import House


@pytest.fixture
def day(house: House) -> Iterator[IllDay]:
    yield IllDay(house)
    for family in (figures._REQUESTS, figures._SECONDS):  # what a planted leak left there
        family.clear()


def lived(day: IllDay, why: str = "down") -> list[Trace]:
    with house_log("info") as written:
        return day.live(written, why)


def test_nothing_of_anybody_stands_in_what_operators_read(day: IllDay) -> None:
    with house_log("info") as written:
        traces = day.live(written)
    assert found_in(traces, [*day.planted, PASSWORD]) == []
    assert code_found_in(traces, CODE) == []
    assert [trace.place for trace in traces] == ["logs", "/health", "/metrics"]
    assert len(set(day.planted)) > 60
    events = {line["event"] for line in written.lines}
    assert events >= {"request", "broken", "store-silent", "not-accepted", "provider-broken", "library"}
    assert {line["why"] for line in written.events("not-accepted")} == {"down", "broken", "withheld"}
    assert {line.get("face") for line in written.events("broken")} == {"portal", "desk", "operations"}


def test_an_address_as_it_was_typed_is_found(day: IllDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_route", lambda: request.path)
    found = found_in(lived(day), day.planted)
    assert {place.rpartition(" ")[2] for place in found} == {"logs", "/metrics"}


def test_the_text_of_an_error_is_found(day: IllDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "faults_of", lambda error: [{"type": str(error)}])
    assert f"{day.her.person.birth_name.lower()} in logs" in found_in(lived(day), day.planted)


def test_the_words_of_a_library_are_found(day: IllDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_without_its_words", lambda _logger, _method, told: told)
    assert f"{day.her.person.birth_name.lower()} in logs" in found_in(lived(day), day.planted)


def test_a_name_that_a_provider_gives_as_its_reason_is_found(day: IllDay) -> None:
    name = day.people.personal.plain_word()
    assert found_in(lived(day, name), day.planted) == [f"{name} in logs"]


def test_a_number_that_a_provider_gives_as_its_reason_is_found(day: IllDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_is_plain", lambda _value: True)
    number = day.her.person.mobile.removeprefix("+33")
    assert f"{number} in logs" in found_in(lived(day), day.planted)


def test_a_name_on_the_health_page_is_found(day: IllDay, monkeypatch: pytest.MonkeyPatch) -> None:
    told, name = monitors.health_of, day.people.personal.plain_word()
    monkeypatch.setattr(monitors, "health_of", lambda *seen, **more: {**told(*seen, **more), "oldest": name})
    assert found_in(lived(day), day.planted) == [f"{name} in /health"]


def test_a_command_that_breaks_on_somebodys_row_tells_where_and_not_on_what(day: IllDay) -> None:
    """A word in a column of states: Python's own message repeats it."""
    leaked, house = day.people.personal.plain_word(), day.house
    with house.store.writing() as unit:
        ask_erasure(unit, herself(day.her.id), Way.SIGNED_IN, now())
        raw(unit, "UPDATE record_space SET zone = ? WHERE patient_id = ?", leaked, day.her.id)
    told = dossier(house.environ, "jobs", "--now", (now() + timedelta(days=55)).isoformat())
    assert told.code == 1
    assert found_in([Trace("told", (told.out + told.err).encode())], day.planted) == []
    assert "uncaught" in told.err
    assert "ValueError" in told.err
