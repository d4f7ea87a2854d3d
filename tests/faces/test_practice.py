"""Practice says that it is one, on every page, sheet and message; and no paper of it is ever taken for a real one."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from assisted_desk.ui import PAGES as DESK_PAGES
from assisted_desk.ui import DeskFace, DeskFrame, DeskGuard
from assisted_desk.ui import render as desk_render
from back_office.demo import CAST, STAFF
from back_office.post import WORDED_KINDS, composer, wording
from dossier.base import now
from dossier.identity import all_staff, domains_in_use
from dossier.lifecycle import Way, genuine, opt_out, receipts
from dossier.lifecycle.receipts import _number_digest
from dossier.mandates import check_deed
from dossier.mandates.keeping import number_digest
from dossier.outbox import Message, waiting_messages
from dossier.policy import Acting, Role
from dossier.store import Store
from dossier.vault import FileKeyHolder
from portal.ui import File, Gate, Guard, PatientFace, Room, day_in_words, day_of
from portal.ui.render import _FOLDERS, render, template_names
from printouts import render_code_card
from tests.house.test_worded import _DESK_FOLDERS
from tests.kit.desk import INES, PAUL, SARAH, desk_of
from tests.kit.house import NOW, raw
from tests.kit.mandates import given, somebody, staff
from tests.kit.portal import House
from tests.kit.practice import BEGINNING, check_page_says_so, check_sheet_says_so, practice_in
from tests.kit.samples import samples
from tests.kit.samples_of_calls import call_pages
from tests.kit.samples_of_oversight import oversight_pages
from tests.kit.visitor import Answer, Visitor
from tests.printouts.sheets import CARD

ROUX, AMINA = "roux.jeanne", "diallo.amina"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A practice of this module's own; its tests leave traces, and none needs another's."""
    with practice_in(tmp_path_factory.mktemp("practice")) as house:
        yield house


@contextmanager
def however_long(visitor: Visitor) -> Iterator[None]:
    """Let pages be as heavy as what was sent: the outbox is a trainer's tool, and has no budget."""
    kept, visitor.weight = visitor.weight, None
    yield
    visitor.weight = kept


def pages_without_places(app: Flask, visitor: Visitor) -> Iterator[Answer]:
    """Everything that this visitor is shown at an address of the map that names nothing, and where nothing is."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.rule != "/quitter":
            with however_long(visitor) if rule.rule == "/demo/outbox" else nullcontext():
                answer = visitor.get(rule.rule)
            if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status != 303:
                yield answer
    yield visitor.get("/nulle-part")
    yield visitor.post("/connexion", {"identifier": "x"}, X_Forwarded_For="203.0.113.9")


def test_the_same_invented_people_are_there_and_nobody_real(practice: House) -> None:
    with practice.store.reading() as unit:
        assert {one.identifier for one in STAFF} <= {one.identifier for one in all_staff(unit)}
        assert set(domains_in_use(unit)) == {10}
    assert all(practice.patient_id(member.identifier) for member in CAST)
    assert practice.settings.var_dir.name == "practice"


def test_every_page_of_the_portal_says_so(practice: House) -> None:
    shown = list(pages_without_places(practice.app, practice.visitor()))
    visitor = practice.signed_in(ROUX)
    shown += pages_without_places(practice.app, visitor)
    shown += [visitor.get(link) for link in visitor.get("/documents").documents]
    assert len(shown) > 60
    for page in shown:
        check_page_says_so(page)


@pytest.mark.parametrize("who", ["", PAUL, SARAH, INES])
def test_every_page_of_the_desk_says_so(practice: House, who: str) -> None:
    desk = desk_of(practice)
    visitor = desk.signed_in(who) if who else desk.visitor()
    shown = list(pages_without_places(desk.app, visitor))
    if who:
        shown.append(visitor.follow(visitor.post_form(visitor.get("/"), to="/laisser-le-poste")))
        assert shown[-1].path == "/reprise"
    assert len(shown) >= (8 if who else 6)
    for page in shown:
        check_page_says_so(page)


def test_every_template_of_both_faces_stands_in_a_layout_that_says_so() -> None:
    for folders, names in ((_FOLDERS, template_names()), (_DESK_FOLDERS, DESK_PAGES.names())):
        for name in names:
            source = _source(folders, name)
            while 'extends "layout.html"' not in source:
                source = _source(folders, source.partition('extends "')[2].partition('"')[0])
            assert "frame.practice" not in source or name == "receipts/genuine.html", name
    assert "frame.practice" in _source(_FOLDERS, "layout.html")
    assert "frame.practice" in _source(desk_render.FOLDERS, "layout.html")


def _source(folders: list[Any], name: str) -> str:
    return next((folder / name).read_text("utf-8") for folder in folders if (folder / name).exists())


def test_every_sample_of_every_page_says_so_and_none_does_elsewhere() -> None:
    drawn = [
        [render(one.template, one.page, replace(one.frame, practice=on)) for one in samples()] for on in (True, False)
    ]
    for template, page in [(f"call_center/{name}.html", page) for _, name, page in call_pages()] + [
        (f"{name}.html", page) for _, name, page in oversight_pages()
    ]:
        for place, on in enumerate((True, False)):
            drawn[place].append(DESK_PAGES.render(template, page, DeskFrame("jeton", demo=True, practice=on)))
    for marked, plain in zip(*drawn, strict=True):
        check_page_says_so(Answer("sample", 200, {}, marked.encode()))
        assert "<title>Exercice" not in plain
        assert "EXERCICE" not in plain


def test_every_view_of_both_faces_prints_sheets_that_say_so(practice: House, house: House) -> None:
    def sheet_of(whose: House, face: type, guard: Any) -> bytes:
        room, app = Room("probe"), Flask("probe", static_folder=None)

        @room.page("/feuille", guard=guard)
        def sheet(ask: Any) -> File:
            """Print a card."""
            return File(render_code_card(CARD, 18), "application/pdf", "carte.pdf")

        Gate(app, whose.settings, whose.store, [room], face(whose.settings))
        response = app.test_client().get("/feuille")
        name = response.headers["Content-Disposition"]
        assert ("exercice-carte.pdf" in name) is whose.settings.practice
        return response.data

    for face, guard in ((PatientFace, Guard.PUBLIC), (DeskFace, DeskGuard.PUBLIC)):
        check_sheet_says_so(sheet_of(practice, face, guard))
        with pytest.raises(AssertionError):
            check_sheet_says_so(sheet_of(house, face, guard))


def test_the_summary_and_the_papers_planted_say_so(practice: House) -> None:
    visitor = practice.signed_in(ROUX)
    check_sheet_says_so(visitor.post_form(visitor.get("/imprimer"), size="18").content)
    page = visitor.get(visitor.get("/mon-dossier").link("thyroïde"))
    scan = visitor.get(next(link for link in page.links if link.endswith("/pieces/1")))
    assert b"EXERCICE" in scan.content
    for link in (link for link in page.links if link.endswith(("/pieces/1", "/original"))):
        assert 'filename="exercice-' in visitor.get(link).headers["Content-Disposition"]


def test_every_kind_of_message_says_so_on_every_channel(
    practice: House, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    channels = ("sms", "voice", "email", "letter")
    monkeypatch.setattr(wording, "FACTS", dict.fromkeys(WORDED_KINDS, lambda _told, _tongue, _portal: {}))
    monkeypatch.setattr(wording, "WORDS", dict.fromkeys(WORDED_KINDS, dict.fromkeys(channels, ("Voici",))))
    for kind in WORDED_KINDS:
        for channel in channels:
            message = Message(b"p", kind, channel, "fr", "", {}, NOW, NOW)
            told = composer(practice.settings)(message).replace("'", "’")
            assert told.startswith(f"{BEGINNING} Voici")
            assert composer(house.settings)(message).startswith("Voici")


def test_every_message_that_waits_is_shown_with_it(practice: House) -> None:
    with practice.store.reading() as unit:
        waiting = waiting_messages(unit, limit=99)
    assert len(waiting) >= 5
    assert all(composer(practice.settings)(one).replace("'", "’").startswith(BEGINNING) for one in waiting)
    visitor = practice.visitor()
    with however_long(visitor):
        told = visitor.get("/demo/outbox")
    assert told.words.replace("'", "’").count(BEGINNING) >= 5


def test_a_receipt_of_practice_says_so_and_a_real_house_does_not_know_it(practice: House, house: House) -> None:
    number = receipt_number(practice)
    page = practice.visitor().get(f"/R/{number}")
    assert (page.status, page.heading) == (200, "Ce récépissé est authentique")
    assert "Récépissé d’exercice : il n’a aucune valeur." in page.words
    check_page_says_so(page)
    visitor = practice.signed_in(AMINA)
    page = visitor.get(visitor.get("/recepisses").link("Dire non au dossier"))
    check_sheet_says_so(visitor.get(page.link("En très grandes lettres")).content)
    page = house.visitor().get(f"/R/{number}")
    assert (page.status, page.heading) == (404, "Nous ne connaissons pas ce numéro")


def receipt_number(whose: House) -> str:
    with whose.store.writing() as unit:
        return opt_out(unit, Acting(Role.LETTER_HOLDER, whose.patient_id(AMINA)), Way.LETTER, now()).number


def carried_over(table: str, digest: bytes, to: bytes, practice: House, house: House) -> None:
    """Copy a row of practice into the real house as its insider would, found there by its number."""
    with practice.store.reading() as unit:
        row = dict(raw(unit, f"SELECT * FROM {table} WHERE number_digest = ?", digest).mappings().one())
    row["number_digest"] = to
    with house.store.writing() as unit:
        marks = ", ".join("?" * len(row))
        raw(unit, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


def test_a_receipt_carried_over_by_an_insider_is_not_signed_by_the_real_house(practice: House, house: House) -> None:
    number = receipt_number(practice)
    with practice.store.reading() as one, house.store.reading() as other:
        digests = _number_digest(one, number), _number_digest(other, number)
    carried_over("receipt", *digests, practice, house)
    with house.store.reading() as unit:
        assert receipts._found(unit, number) is not None
        assert genuine(unit, number) is None
    assert house.visitor().get(f"/R/{number}").status == 404


def test_a_deed_of_practice_is_genuine_there_alone_even_when_it_is_carried_over(practice: House, house: House) -> None:
    with practice.store.writing() as unit:
        number = given(unit, staff(unit), somebody(unit))
        own = check_deed(unit, number, NOW + timedelta(minutes=1))
    assert own is not None
    assert own.genuine
    with house.store.reading() as unit:
        assert check_deed(unit, number, NOW) is None
    with practice.store.reading() as one, house.store.reading() as other:
        digests = number_digest(one, number), number_digest(other, number)
    carried_over("mandate", *digests, practice, house)
    with house.store.reading() as unit:
        found = check_deed(unit, number, NOW)
    assert found is not None
    assert not found.genuine


def test_a_real_house_with_the_keys_of_practice_would_take_its_receipts(practice: House, house: House) -> None:
    """Proves that the tests above can fail: the keys alone part the two."""
    number = receipt_number(practice)
    keys = FileKeyHolder.read(practice.settings.var_dir / "keys" / "holder.json")
    with practice.store.reading() as unit:
        digest = _number_digest(unit, number)
    carried_over("receipt", digest, digest, practice, house)
    with Store(house.store.engine, keys).reading() as unit:
        day = genuine(unit, number)
    assert day is not None
    assert day_in_words(day) == day_in_words(day_of(now()))


def test_its_cookies_have_names_of_their_own_so_that_no_real_session_ends(practice: House, house: House) -> None:
    for app, name in ((practice.app, "dossier"), (desk_of(practice).app, "poste")):
        cookies = [
            one.partition("=")[0] for one in Visitor(app.test_client(), str, "http://127.0.0.1").get("/").cookies
        ]
        assert cookies == [f"exercice-{name}"]
    assert [one.partition("=")[0] for one in house.visitor().get("/").cookies] == ["dossier"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<header><div class="whose">', '<header><div class="whose" hidden>'),
        ("EXERCICE. Rien n’est vrai ici. Toutes les personnes sont inventées.", ""),
        ("<title>Exercice – ", "<title>"),
        ("<header>", "<header><p>Bonjour</p>"),
    ],
    ids=["hidden", "by its color alone", "not in the title", "not first of all"],
)
def test_a_page_that_does_not_say_so_is_seen(old: str, new: str) -> None:
    """Proves that the checks of pages can fail."""
    one = samples()[0]
    html = render(one.template, one.page, replace(one.frame, practice=True))
    assert html.count(old) == 1
    with pytest.raises(AssertionError):
        check_page_says_so(Answer("sample", 200, {}, html.replace(old, new).encode()))
