"""After a full day at the house, nothing personal stands in clear: not in the database, files, logs or addresses."""

import logging
import tempfile
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from back_office.demo import CAST, cda_writer
from back_office.demo.cda_writer import AuthorDraft, FileDraft, PatientDraft, SectionDraft, bullets, paragraph, table
from back_office.demo.planting import card_codes
from dossier.base import now
from dossier.identity import Basis, Person, enroll, hash_password, issue_card, represent, set_credentials
from dossier.lifecycle import State, found_space, move_space
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list
from tests.kit.command import dossier
from tests.kit.drafts import DRAFT
from tests.kit.markers import Markers, Trace, code_found_in, found_in, traces_of
from tests.kit.portal import House
from tests.kit.visitor import Visitor

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_TEST_ROOT = "1.2.250.1.213.1.4.10"


@dataclass(frozen=True)
class Planted:
    """A person made of markers, and how she signs in."""

    patient_id: bytes
    person: Person
    identifier: str
    password: str
    codes: list[str]


def _ins(markers: Markers, order: int) -> str:
    body = f"26001751{order:05d}"
    return markers.plant(f"{body}{97 - int(body) % 97:02d}")


def _person(markers: Markers, order: int) -> Person:
    return Person(
        ins=_ins(markers, order),
        ins_domain=10,
        birth_name=markers.word().upper(),
        first_names=(markers.word().upper(), markers.word().upper()),
        birth_on=date(1960, 1, 17),
        sex="F",
        usual_name=markers.word().upper(),
        mobile=markers.phone("+3363998"),
        landline=markers.phone("+3326191"),
        email=f"{markers.plain_word()}@{markers.plain_word()}.example",
        address=(f"12 rue {markers.word()}", f"29000 {markers.word()}"),
    )


def _enrolled(house: House, markers: Markers, order: int) -> Planted:
    person, identifier = _person(markers, order), markers.plain_word()
    password = f"{markers.word()} {markers.word()}"
    codes = card_codes(house.store.holder, identifier)
    hashed = hash_password(house.store.holder, password)
    with house.store.writing() as unit:
        patient_id = enroll(unit, person, "fr", now())
        set_credentials(unit, patient_id, identifier, hashed, now())
        issue_card(unit, patient_id, codes, now())
        operator = Acting(Role.OPERATOR, patient_id)
        found_space(unit, operator, now())
        for state in (State.OPENED, State.ACTIVATED):
            move_space(unit, operator, state, now())
        items = (DeclaredItem(markers.word(), markers.word(), "2001"),)
        declare_list(unit, Acting(Role.PATIENT, patient_id, patient_id), "allergies", items, now())
    markers.planted += codes[:3]
    return Planted(patient_id, person, identifier, password, codes)


def _document(markers: Markers, person: Person, number: str) -> bytes:
    """A document whose every word is a marker, title and author included."""
    word = markers.word
    section = SectionDraft(
        word(),
        (
            paragraph(f"{word()} {word()}"),
            bullets(word(), word()),
            table((word(), word()), (word(), word()), caption=word()),
        ),
        (FileDraft("text/plain", f"{word()} {word()}".encode()),),
    )
    patient = PatientDraft(
        person.ins, person.birth_name, person.first_names, person.birth_on, person.sex, person.usual_name, _TEST_ROOT
    )
    author = AuthorDraft(word(), word(), word(), word())
    return cda_writer.write(
        replace(DRAFT, number=number, title=f"{word()} {word()}", patient=patient, author=author, sections=(section,))
    )


def _wander(visitor: Visitor) -> None:
    """Open everything that is offered, and print."""
    for path in ("/documents", "/documents/categories", "/historique", "/dossiers", "/taille", "/imprimer"):
        visitor.get(path)
    for path in visitor.get("/documents").documents:
        page = visitor.get(path)
        for link in page.links:
            if link.startswith(f"{path}/"):
                visitor.get(link)
    visitor.post_form(visitor.get("/imprimer"), size="14")


def _signed_in(house: House, one: Planted, line: int) -> Visitor:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/connexion"), identifier=one.identifier)
    page = visitor.send(page, password=one.password)
    page = visitor.send(page, code=one.codes[line - 1])
    assert page.status == 200, page.words
    assert page.path in ("/mon-dossier", "/reprendre"), page.words
    return visitor


def _typed_wrong(house: House, markers: Markers, one: Planted) -> Visitor:
    """Mistype in every box."""
    visitor = house.visitor()
    for typed in (markers.word(), f"{markers.plain_word()}@example.org", markers.phone("063998"), one.identifier):
        page = visitor.send(visitor.get("/connexion"), identifier=typed)
        page = visitor.send(page, password=markers.word())
    page = visitor.send(page, password=markers.word(), afficher="")
    page = visitor.send(page, password=one.password)
    for _ in range(2):
        visitor.send(page, code=markers.word())
    visitor.get(f"/{quoted_path(markers)}?apres={quoted_path(markers)}")
    return visitor


def quoted_path(markers: Markers) -> str:
    """An address that somebody types by hand: it may be in her trail, never in what the house keeps."""
    return markers.plain_word()


@pytest.fixture
def day(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> tuple[Markers, list[Trace]]:
    """A whole day: people enrolled, files imported, pages read and printed, mistakes, late forms, a broken page."""
    markers = Markers()
    var_dir = house.settings.var_dir
    monkeypatch.setattr(tempfile, "tempdir", str(var_dir))  # what is left behind in temporary files counts too
    caplog.set_level(logging.INFO)
    told = b""
    with time_machine.travel(NOON, tick=False) as clock:
        people = [_enrolled(house, markers, order) for order in range(10, 14)]
        with house.store.writing() as unit:
            represent(unit, people[0].patient_id, people[1].patient_id, Basis.PARENT, now())
        told += _import(house, markers, people, tmp_path)
        trails = _lived(house, markers, people, clock)
    for member in CAST:
        markers.planted += [member.password, member.identifier, member.person.ins]
    traces = [*traces_of(house.store, var_dir), Trace("logs", caplog.text.encode()), Trace("commands", told)]
    return markers, [*traces, Trace("addresses", "\n".join(trails).encode())]


def _import(house: House, markers: Markers, people: list[Planted], folder: Path) -> bytes:
    stranger = replace(_person(markers, 20), ins_domain=10)
    files = [(one.person, f"{n}-{m}") for n, one in enumerate(people) for m in range(2)] + [(stranger, "9")]
    for person, number in files:
        (folder / f"{number}.xml").write_bytes(_document(markers, person, number))
    (folder / "broken.xml").write_bytes(_document(markers, stranger, "broken")[:-200])
    (folder / "other.xml").write_bytes(
        _document(markers, replace(people[0].person, birth_name=markers.word()), "other")
    )
    told = dossier(house.environ, "import", "--create-patients", *sorted(folder.glob("*.xml")))
    assert told.out.splitlines() == ["9 imported, 0 already there, 2 refused."], told
    told_by_the_journal = dossier(house.environ, "journal", "verify")
    return "\n".join([told.out, told.err, told_by_the_journal.out, told_by_the_journal.err]).encode()


def _lived(house: House, markers: Markers, people: list[Planted], clock: time_machine.Traveller) -> list[str]:
    visitors = []
    for one in people:
        visitor = _signed_in(house, one, 1)
        _wander(visitor)
        visitors.append(visitor)
    first = visitors[0]
    first.send(first.get("/dossiers"), to="/dossiers", saying=people[1].person.first_names[0].capitalize())
    _wander(first)
    mistaken = _typed_wrong(house, markers, people[2])
    page = visitors[3].get("/dossiers")
    clock.shift(timedelta(minutes=11))
    token = page.form("/dossiers").untouched["jeton"]
    late = visitors[3].post("/dossiers", {"jeton": token, "record": markers.word()})
    assert late.location == "/session-terminee?garde=1"
    again = _signed_in(house, people[3], 2)
    again.leave()
    # What somebody types in the address bar is her own doing; where the house sends her is the house's.
    return [address for visitor in (*visitors, again) for address in visitor.trail] + [
        address for address in mistaken.trail if "?apres=" not in address
    ]


def test_nothing_personal_stands_in_clear_after_a_whole_day(day: tuple[Markers, list[Trace]]) -> None:
    markers, traces = day
    assert len(set(markers.planted)) > 250
    assert {"outbox_message.sealed", "kept_form.sealed", "dossier.db", "holder.json"} <= {one.place for one in traces}
    assert sum(len(one.content) for one in traces) > 3_000_000
    assert found_in(traces, markers.planted) == []


def test_a_code_that_was_sent_stands_in_clear_on_no_disk(house: House) -> None:
    visitor = house.visitor()
    visitor.give_password("lemoine.robert")
    code = visitor.get("/demo/outbox").words.partition("votre code est ")[2][:6]
    assert code.isdigit()
    traces = [*traces_of(house.store, house.settings.var_dir)]
    assert code_found_in(traces, code) == []
    assert code_found_in([*traces, Trace("planted", b"code=" + code.encode())], code) == ["planted"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE patient SET language = ?",
        "UPDATE outbox_message SET sealed = ?",
        "UPDATE credential SET password_hash = ?",
    ],
)
def test_a_leak_in_any_table_is_found(house: House, sql: str) -> None:
    house.visitor().give_password("lemoine.robert")  # a message is queued
    markers = Markers()
    leaked = markers.word()
    with house.store.writing() as unit:
        value = leaked.upper().encode() if "sealed" in sql else leaked
        unit.connection.exec_driver_sql(sql, (value,))
    places = found_in([*traces_of(house.store, house.settings.var_dir)], [leaked, markers.word()])
    assert len(places) >= 1
    assert all(place.startswith(leaked) for place in places)


@pytest.mark.parametrize(
    "dressed",
    [
        lambda text: text.encode(),
        lambda text: text.upper().encode(),
        lambda text: text.title().encode("latin-1"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode().hex().upper().encode(),
        lambda text: b64encode(text.encode()),
        lambda text: b64encode(b"x" + text.encode() + b"yz"),
        lambda text: b64encode(b"{'name': '" + text.upper().encode()),
        lambda text: b"/documents?nom=" + text.replace("é", "%C3%A9").encode(),
        lambda text: text.replace("é", "\\u00e9").encode(),
    ],
)  # fmt: skip
def test_a_leak_in_any_common_dress_is_found(house: House, dressed) -> None:
    markers = Markers()
    leaked = markers.word()
    (house.settings.var_dir / "cache.bin").write_bytes(b"\x00\x01" + dressed(leaked) + b"\xff")
    found = found_in([*traces_of(house.store, house.settings.var_dir)], [leaked, markers.word()])
    assert found == [f"{leaked} in cache.bin"]
