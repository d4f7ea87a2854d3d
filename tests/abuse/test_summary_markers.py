"""A summary goes to her own screen, into a sealed file, into an envelope; and no byte of it to the advisor."""

import logging
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine

from dossier.base import now
from dossier.documents import narrative
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list
from tests.kit import portal as houses
from tests.kit.command import dossier
from tests.kit.desk import INES, desk_of
from tests.kit.house import deposited
from tests.kit.markers import Markers, Trace, found_in, traces_of
from tests.kit.portal import House
from tests.kit.turns_at_the_desk import Screen, turned, visiting_to_print
from tests.kit.visit_acts import Visiting
from tests.kit.visitor import Answer
from tests.printouts.reading import words

DOCUMENTS, WORDS_EACH = 20, 25
LINK = re.compile(r'(?:href|hx-get|src)="(/[^"#]*)')


@dataclass
class Told:
    """A visit by which a summary of marked words goes three ways, and every byte that the advisor received."""

    visiting: Visiting
    markers: Markers
    titles: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    hers: list[bytes] = field(default_factory=list)
    """What the patient's own screen showed."""

    @property
    def house(self) -> House:
        return self.visiting.desk.house

    def crawl(self) -> None:
        """Follow every link of the desk that the advisor can reach, as a page and as htmx asks for it."""
        ahead, done = {"/", "/visite", self.visiting.path}, set()
        while ahead:
            path = ahead.pop()
            done.add(path)
            for headers in ({}, {"HX_Request": "true", "HX_Source": "div#veille-temps"}):
                answer = self.visiting.ines.get(path, **headers)
                self.answers.append(answer)
            if answer.status == 200 and "text/html" in answer.headers.get("Content-Type", ""):
                ahead |= {link for link in LINK.findall(answer.html) if link not in done}

    def received(self) -> list[Trace]:
        """Return every header and every byte that reached the advisor's browser."""
        return [
            Trace(f"{one.path} {one.status}", repr((one.headers, one.cookies)).encode() + one.content)
            for one in self.answers
        ]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def told(
    planted: Path, tmp_path: Path, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Told]:  # fmt: skip
    """Somebody with marked words in her record lets an advisor have her summary printed."""
    caplog.set_level(logging.INFO)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    with houses.copy_of(planted, tmp_path / "var") as house:
        visiting = visiting_to_print(desk_of(house))
        told = Told(visiting, Markers())
        with house.store.writing() as unit:
            _fill(unit, told)
        yield told


def _fill(unit: object, told: Told) -> None:
    her, mark = told.visiting.her.id, told.markers.word
    herself = Acting(Role.PATIENT, her, her)
    for section in ("allergies", "problems", "treatments", "vaccinations"):
        declare_list(unit, herself, section, (DeclaredItem(mark(), mark(), "2001"),), now())
    for number in range(DOCUMENTS):
        text = narrative.Narrative(tuple(narrative.Paragraph((narrative.Text(mark()),)) for _ in range(WORDS_EACH - 3)))
        told.titles.append(mark())
        deposited(
            unit, her, title=told.titles[-1], author=mark(), organization=mark(), narrative=text,
            document_on=date(2026, 1, 1) + timedelta(days=number),
        )  # fmt: skip


def _three_ways(told: Told) -> tuple[Screen, bytes, bytes, str]:
    """Ask for the letter, give her the screen; she reads, prints, takes a sealed file and gives the screen back."""
    visiting = told.visiting
    asked = visiting.ines.post_form(visiting.open("resume"), to=f"{visiting.path}/resume/lettre")
    told.answers += [asked, visiting.ines.follow(asked)]
    told.crawl()
    screen = turned(visiting)
    page = screen.prove()
    told.crawl()
    sheet = screen.browser.post_form(screen.browser.get("/tour/imprimer"), size="14").content
    sealing = screen.browser.post_form(screen.browser.get("/tour/imprimer"), size="14", ferme="")
    code = sealing.form("/tour/imprimer/fichier").untouched["code"]
    file = screen.browser.post_form(sealing, to="/tour/imprimer/fichier").content
    told.hers += [page.content, sheet]
    screen.browser.send(screen.browser.get("/tour/resume"), to="/quitter")
    told.answers.append(screen.ines.send(screen.ines.get("/reprise"), to="/reprise", code=screen.ines.code_of(INES)))
    told.crawl()
    return screen, sheet, file, code


def test_five_hundred_marked_words_reach_her_and_none_of_them_the_advisor(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    _, sheet, file, code = _three_ways(told)
    assert len(set(told.markers.planted)) >= 500
    newest = told.titles[-1]
    for shown in (told.hers[0].decode(), words(sheet)):
        assert newest in shown, "the search would find it: she was shown it"
    with pikepdf.open(BytesIO(file), password=code) as opened:
        opened.save(plain := BytesIO(), encryption=False)
    assert newest in words(plain.getvalue())
    assert len(told.answers) > 60
    assert any(one.path.endswith("/resume") and one.status == 200 for one in told.answers)
    assert found_in(told.received(), told.markers.planted) == []
    assert found_in([Trace("logs", caplog.text.encode()), Trace("sealed", file)], told.markers.planted) == []
    assert found_in([*told.received(), Trace("logs", caplog.text.encode())], [code]) == []


def test_nothing_in_clear_is_kept_in_the_database_its_files_or_temporary_files(told: Told, tmp_path: Path) -> None:
    _, _, _, code = _three_ways(told)
    kept = [*traces_of(told.house.store, tmp_path)]
    assert {"desk_turn.sealed", "outbox_message.sealed", "web_session.turn"} <= {one.place for one in kept}
    assert found_in(kept, [*told.markers.planted, code]) == []


def test_the_envelope_alone_holds_it_and_only_the_post_put_it_there(told: Told, tmp_path: Path) -> None:
    _three_ways(told)
    out = tmp_path / "envelopes"
    printed = dossier(told.house.environ, "letters", "batch", "--out", out)
    assert printed.code == 0, printed.lines
    letters = [path for path in out.rglob("*.pdf") if path.name.startswith("summaries")]
    assert len(letters) == 1
    assert told.titles[-1] in words(letters[0].read_bytes())
    beside = [Trace(path.name, path.read_bytes()) for path in out.rglob("*") if path.is_file() and path not in letters]
    assert found_in([*beside, Trace("output", (printed.out + printed.err).encode())], told.markers.planted) == []
    told.crawl()
    assert found_in(told.received(), told.markers.planted) == []


def test_the_advisors_browser_is_turned_away_from_every_page_of_the_turn(told: Told) -> None:
    screen, *_ = _three_ways(told)
    portal = told.house.visitor()
    portal.client.set_cookie("dossier", screen.ines.cookie("poste"), domain="127.0.0.1")
    for path in ("/tour/resume", "/tour/imprimer", f"/tour/{screen.ticket}"):
        answer = portal.get(path)
        assert (answer.status, answer.location) in ((303, "/connexion"), (410, "")), path
        assert found_in([Trace(path, answer.content)], told.markers.planted) == []
