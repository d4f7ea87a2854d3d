"""Each leak that test_visit_markers would have to notice, planted: on a page, a paper, in a header, a log, a file…"""

import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assisted_desk.advisor import starting, visiting
from assisted_desk.advisor.visit import Visit
from assisted_desk.app import InMemory
from dossier.lifecycle import State
from dossier.mandates import asking
from dossier.outbox import waiting_messages
from tests.kit.desk_watch import watched
from tests.kit.house import CODES
from tests.kit.marked_people import MarkedPeople
from tests.kit.marked_visits import listened_to, marked, traces
from tests.kit.markers import Trace, code_found_in, found_in, traces_of
from tests.kit.visit_acts import Visiting
from tests.kit.visits import code_for
from tests.kit.watched_files import watched_files
from tests.kit.whole_visits import PAUSE, VisitDay

_LOG = logging.root.getChild("assisted_desk")


@dataclass
class Leaking:
    """A visit that goes on, of somebody made of markers."""

    day: VisitDay
    people: MarkedPeople
    visiting: Visiting
    folder: Path

    def secret(self, name: str) -> str:
        """Return something of hers that no advisor may see."""
        her = self.visiting.her.person
        return {
            "a title": self.people.medical.planted[20],
            "a file's name": self.people.medical.planted[-2],
            "her telephone": her.mobile.removeprefix("+33"),
            "her e-mail": her.email,
            "her name in use": her.usual_name,
            "her code": code_for(self.day.desk.house, self.visiting.her),
            "a line of her card": CODES[6],
        }[name]

    def found(self, act: Callable[[], object]) -> list[str]:
        """Return what the search finds in all that the desk answers meanwhile."""
        desk, her = self.day.desk, self.visiting.her.person
        with watched(desk.app, desk.house.store) as left:
            act()
        hidden = [one for one in self.people.personal.planted if one.casefold() not in _typed(her)]
        every = traces(left)
        return found_in(every, [*self.people.medical.planted, *hidden]) + code_found_in(every, *self.people.secrets())


def _typed(her: Any) -> set[str]:
    return {her.birth_name.casefold(), her.first_names[0].casefold(), her.ins}


@pytest.fixture(scope="module")
def leaking(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leaking]:
    folder = tmp_path_factory.mktemp("leaks")
    with marked(planted, folder) as (day, people):
        her = day.comes(State.ACTIVATED, has_account=True)
        yield Leaking(day, people, day.agreed("leaking", her, "opt-out", "paper-in", "print-summary"), folder)


def test_without_a_leak_nothing_is_found(leaking: Leaking) -> None:
    assert leaking.found(lambda: leaking.day.look("leaking", "", "/fiche", "/papier", "/resume")) == []


@pytest.mark.parametrize(
    "what",
    ["a title", "a file's name", "her telephone", "her e-mail", "her name in use", "her code", "a line of her card"],
)
def test_on_a_page_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    of, leaked = Visit.of, leaking.secret(what)
    monkeypatch.setattr(Visit, "of", lambda line, now: replace(of(line, now), person=leaked.title()))
    assert leaking.found(lambda: leaking.day.look("leaking", "/papier")) != []


def test_in_the_words_of_a_paper_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch) -> None:
    file, leaked = visiting.visit_file, leaking.secret("a title")
    monkeypatch.setattr(visiting, "visit_file", lambda line, *more: file(replace(line, person=leaked), *more))
    found = leaking.found(lambda: leaking.day.look("leaking", "/fiche"))
    assert [one.partition(" in ")[0] for one in found] == [leaked]


def test_in_the_name_of_a_file_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch) -> None:
    file, leaked = visiting.visit_file, leaking.secret("her name in use")
    monkeypatch.setattr(visiting, "visit_file", lambda *told: replace(file(*told), name=f"{leaked}.pdf"))
    assert leaking.found(lambda: leaking.day.look("leaking", "/fiche")) != []


def test_in_an_address_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch) -> None:
    other, leaked = visiting.SeeOther, leaking.secret("her telephone")
    monkeypatch.setattr(visiting, "SeeOther", lambda path: other(f"{path}?tel={leaked}"))
    leaking.day.drafted("leaking draft", leaking.visiting.her, "opt-out")
    assert leaking.found(lambda: leaking.day.look("leaking draft", "")) != []


def test_in_a_log_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    of, leaked = starting.mandates_of_advisor, leaking.secret("a title")

    def told(*asked: object) -> object:
        _LOG.debug("for %s", leaked)
        return of(*asked)

    monkeypatch.setattr(starting, "mandates_of_advisor", told)
    with listened_to(tmp_path) as path:
        leaking.day.ines.get("/visites")
    assert found_in([Trace("logs", path.read_bytes())], leaking.people.medical.planted) == [f"{leaked} in logs"]


@pytest.mark.parametrize("kept", [True, False])
def test_in_a_file_it_is_found_though_it_be_there_for_a_moment(
    leaking: Leaking, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: bool
) -> None:
    """A paper that lies on a disk while its form is read: so Werkzeug would do it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stream = lambda *_, **__: tempfile.NamedTemporaryFile("w+b", delete=not kept)  # noqa: E731, SIM115
    monkeypatch.setattr(InMemory, "_get_file_stream", stream)
    with watched_files(tmp_path) as files:
        leaking.day.hand_in(leaking.visiting, "papier", "pages", leaking.day.photo)
    left_over = [*traces_of(leaking.day.desk.house.store, tmp_path)]
    gone = [Trace(path, content) for path, content in files.gone.items()]
    assert len(files.opened) == 1
    assert len(found_in(left_over if kept else gone, leaking.people.medical.planted)) == 1
    assert found_in(gone if kept else left_over, leaking.people.medical.planted) == []


def test_a_file_without_a_name_is_noticed(tmp_path: Path) -> None:
    with watched_files(tmp_path) as files, tempfile.TemporaryFile(dir=tmp_path) as file:
        file.write(b"whatever")
    assert files.nameless or files.opened


def test_in_a_message_it_is_found(leaking: Leaking, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, leaked = asking.queue, leaking.secret("a title")

    def telling(*told: Any, parameters: dict[str, str], **more: Any) -> None:
        queue(*told, parameters=parameters | {"about": leaked}, **more)

    monkeypatch.setattr(asking, "queue", telling)
    leaking.day.clock.shift(PAUSE)
    leaking.day.press(leaking.day.drafted("told", leaking.visiting.her, "opt-out"), "accord", way="sms")
    with leaking.day.desk.house.store.reading() as unit:
        messages = [Trace(one.kind, repr(one.parameters).encode()) for one in waiting_messages(unit, limit=9)]
    assert f"{leaked} in consent-code" in found_in(messages, leaking.people.medical.planted)
