"""Visits over records in which every word is a marker: none of them in anything that the desk shows, keeps or sends.

What is marked: texts, titles, authors, tables and files of documents, what she declared; her contacts and names that
no advisor typed; and the codes that left for her. Looked at: every page of the desk in every role, as a browser asks
for it without scripts and as htmx does, papers too; files while they stand; logs, messages, the database.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

from back_office.post import composer
from dossier.outbox import waiting_messages
from tests.kit.desk import LEILA, NADIA, PAUL, SARAH
from tests.kit.desk_crawl import crawl
from tests.kit.desk_watch import Left, watched
from tests.kit.marked_people import MarkedPeople
from tests.kit.marked_visits import listened_to, marked, traces
from tests.kit.markers import Trace, code_found_in, found_in, traces_of
from tests.kit.portal import House
from tests.kit.visitor import Answer
from tests.kit.watched_files import Files, watched_files
from tests.kit.whole_visits import PAUSE, VisitDay, all_visits
from tests.printouts.reading import words

MISTAKES = (422, 429)


@dataclass
class Seen:
    """A day of visits at a desk, and all that came of it."""

    house: House
    day: VisitDay
    people: MarkedPeople
    files: Files
    desk: list[Left] = field(default_factory=list)
    portal: list[Left] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)
    """What the browser of the patient's turn is given once it is over, with whatever cookies it kept."""
    told: list[Trace] = field(default_factory=list)
    """Logs, and what was written to the standard error."""

    @cached_property
    def answers(self) -> list[Trace]:
        """Every answer of the desk, taken apart."""
        return traces(self.desk)

    @property
    def never_typed(self) -> list[str]:
        """What is personal, and no advisor ever typed."""
        named = [one.her.typed for one in self.day.visits.values()] + [one.typed for one in self.day.named]
        typed = {text.casefold() for one in named for text in (one.birth_name, one.first_name, one.ins)}
        return [one for one in self.people.personal.planted if one.casefold() not in typed]

    def named_to(self, patient_id: bytes) -> set[str]:
        """Return whom a receipt may name to somebody: herself, and the child for whom she agreed."""
        child = {self.day.visits["child"].her.id} if patient_id in {one.id for one in self.day.named} else set()
        return {name for one in {patient_id} | child for name in self.people.names.get(one, ())}

    @property
    def numbers(self) -> list[str]:
        """The social security numbers that an advisor typed: a form with a mistake shows them again, nothing else."""
        return [one.her.typed.ins for one in self.day.visits.values()]


@pytest.fixture(scope="module")
def seen(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Every kind of visit, then every address in every role; then what is left over."""
    folder, heard = tmp_path_factory.mktemp("visits"), tmp_path_factory.mktemp("heard")
    (temporary := folder / "tmp").mkdir()
    with (
        pytest.MonkeyPatch.context() as patched,
        marked(planted, folder) as (day, people),
        watched_files(folder) as files,
        listened_to(heard) as told,
    ):
        patched.setattr(tempfile, "tempdir", str(temporary))
        patched.setenv("TMPDIR", str(temporary))
        house = day.desk.house
        seen = Seen(house, day, people, files)
        with watched(house.app, house.store) as seen.portal, watched(day.desk.app, house.store) as seen.desk:
            all_visits(day)
            seen.after = list(after_the_turn(day))
            look_everywhere(day)
        seen.told = [Trace("logs", told.read_bytes())]
        yield seen


def look_everywhere(day: VisitDay) -> None:
    """Ask for every address in every role, as a browser does, and as the scripts of each page do."""
    app = day.desk.app
    names = [day.visits[name].reference for name in ("draft", "living", "help", "paper", "far")]
    crawl(app, day.ines, names, scripts=True)
    for who in (PAUL, LEILA, SARAH, NADIA):
        day.clock.shift(PAUSE)
        crawl(app, day.desk.signed_in(who), names[:1], scripts=True)
    day.clock.shift(PAUSE)
    locked, halfway = day.desk.signed_in(LEILA), day.desk.visitor()
    locked.leave_desk()
    halfway.give_password(PAUL)
    for somebody in (locked, halfway, day.desk.visitor()):
        crawl(app, somebody, names[:1])


def after_the_turn(day: VisitDay) -> Iterator[Answer]:
    """Ask the desk and the portal for everything, with the cookies of the browser that had the turn."""
    browser, ticket = day.screens[0].browser, f"/tour/{day.screens[0].ticket}"
    shared = day.desk.visitor()
    shared.weight = None
    for cookie, value in (("dossier", day.turn_cookie), ("poste", day.ines.cookie("poste"))):
        shared.client.set_cookie(cookie, value, domain="127.0.0.1")
    for kept in (browser.cookie(), day.turn_cookie):
        browser.client.set_cookie("dossier", kept, domain="127.0.0.1")
        for path in ("/tour/resume", "/tour/imprimer", "/tour/fini", ticket, "/mon-dossier", "/documents"):
            yield browser.get(path)
    for path in ("/", "/visite", "/visites", day.visits["help"].path, f"{day.visits['help'].path}/resume", "/reprise"):
        yield shared.get(path)


# What the desk shows


def test_the_patient_saw_marked_words_on_her_screen_so_a_leak_would_be_found(seen: Seen) -> None:
    assert len(set(seen.people.medical.planted)) >= 500
    page, sheet, _, sealed = seen.day.hers
    for shown in (page.html, words(sheet.content)):
        assert found_in([Trace("hers", shown.encode())], seen.people.medical.planted) != []
    assert found_in([Trace("sealed", sealed.content)], seen.people.medical.planted) == []


def test_no_marked_word_is_in_any_byte_of_any_answer_of_the_desk(seen: Seen) -> None:
    assert len(seen.desk) > 900
    assert found_in(seen.answers, seen.people.medical.planted) == []


def test_no_contact_and_no_name_is_there_that_nobody_typed(seen: Seen) -> None:
    assert len(seen.never_typed) > 80
    assert found_in(seen.answers, seen.never_typed) == []
    right = [one for one in seen.answers if not one.place.endswith(tuple(f" {status}" for status in MISTAKES))]
    assert found_in(right, seen.numbers) == []


def test_no_code_that_left_for_her_or_that_she_holds_comes_back(seen: Seen) -> None:
    secrets = seen.people.secrets()
    assert len(secrets) > 80
    assert code_found_in(seen.answers, *secrets) == []


def test_every_page_was_there_and_moved(seen: Seen) -> None:
    """Whoever finds a page missing here: tests/faces/test_desk_statements.py holds the whole list."""
    shown = {one.rule for one in seen.desk if one.method == "GET" and one.status == 200}
    visits = {rule.rule for rule in seen.day.desk.app.url_map.iter_rules() if rule.rule.startswith("/visite")}
    gets = {rule.rule for rule in seen.day.desk.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert visits & gets <= shown
    papers = {one.rule for one in seen.desk if one.kind == "application/pdf"}
    assert len(papers) >= 6
    assert "/journal-des-actes/export" in {one.rule for one in seen.desk if one.kind == "text/csv"}


# What stays behind


def test_no_file_was_written_but_the_database_neither_for_a_moment(seen: Seen) -> None:
    var = str(seen.house.settings.var_dir)
    assert {path for path in seen.files.opened if not path.startswith(var)} == set()
    assert seen.files.nameless == []
    assert {Path(path).name for path in seen.files.opened} <= {"dossier.db", "dossier.db-wal", "dossier.db-shm"}
    assert found_in([Trace(path, content) for path, content in seen.files.gone.items()], everything(seen)) == []


def test_nothing_stands_in_clear_in_the_database_or_beside_it(seen: Seen) -> None:
    kept = [*traces_of(seen.house.store, seen.files.folder)]
    assert {"mandate.told_sealed", "outbox_message.sealed", "draft.sealed"} <= {one.place for one in kept}
    assert found_in(kept, everything(seen)) == []


def test_no_logger_and_no_library_says_a_word_of_it(seen: Seen) -> None:
    assert len(seen.told[0].content) > 100, "somebody said something"
    assert found_in(seen.told, everything(seen)) == []
    assert code_found_in(seen.told, *seen.people.secrets()) == []


def test_no_message_holds_a_word_of_the_record_or_a_contact(seen: Seen) -> None:
    compose = composer(seen.house.settings)
    with seen.house.store.reading() as unit:
        waiting = [*waiting_messages(unit, limit=500)]
    assert {"consent-code", "mandate-given", "summary", "letter-code", "receipt"} <= {one.kind for one in waiting}
    for one in waiting:
        named = seen.named_to(one.patient_id) if one.kind == "receipt" else set()
        others = [marker for marker in everything(seen) if marker.casefold() not in named]
        sent = compose(one) if one.channel != "letter" else ""
        assert found_in([Trace(one.kind, f"{dict(one.parameters)!r} {sent}".encode())], others) == []


def everything(seen: Seen) -> list[str]:
    """Return every marker of the house."""
    return [*seen.people.medical.planted, *seen.people.personal.planted]


# The patient's turn


def test_after_the_turn_its_browser_is_given_nothing_of_it(seen: Seen) -> None:
    assert len(seen.after) == 18
    told = [Trace(one.path, repr((one.headers, one.cookies)).encode() + one.content) for one in seen.after]
    assert found_in(told, [*seen.people.medical.planted, *seen.never_typed]) == []
    assert {one.status for one in seen.after} <= {200, 303, 410}


def test_no_cache_may_keep_a_page_of_the_turn(seen: Seen) -> None:
    hers = [one for one in seen.portal if one.rule.startswith("/tour") or found_in(traces([one]), everything(seen))]
    assert len(hers) > 10
    for one in hers:
        headers = dict(one.headers)
        assert "no-store" in headers["Cache-Control"], one.path
    ended = next(one for one in seen.portal if one.rule == "/quitter")
    assert '"cache"' in dict(ended.headers)["Clear-Site-Data"]
