"""The journal of acts and the figures of a site: who did what, when; no patient, few statements, no formula."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
import sqlalchemy as sa

from assisted_desk.supervisor.act_words import ACT_WORDS
from assisted_desk.supervisor.tables import defused, table_of
from assisted_desk.ui.acts import act_at, is_written_elsewhere
from back_office.demo.staff import SCHILTIGHEIM
from dossier.base import now
from dossier.identity import StaffAct, add_staff, note_staff_act, staff_member_of
from dossier.mandates import Duration
from dossier.policy import Role, Scope
from tests.kit.desk import INES, NADIA, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.journal_of_acts import acts_of
from tests.kit.mandates import acted, given, somebody
from tests.kit.mandates import desk_of as session_of
from tests.kit.oversight import staff_id_of
from tests.kit.portal import House

JOURNAL, EXPORT, SITE = "/journal-des-actes", "/journal-des-actes/export", "/site"
FEW = 10


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def nadia(desk: Desk) -> AtDesk:
    return desk.signed_in(NADIA)


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """The statements that the database is sent meanwhile, by anybody."""
    sent: list[str] = []

    def note(connection, cursor, statement, *_):
        sent.append(statement)

    engines = house.store.engine, house.store._reader, house.store._writer
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


def test_every_form_of_the_desk_is_an_act_or_is_written_by_what_it_does(desk: Desk) -> None:
    forms = [rule.rule for rule in desk.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert [path for path in forms if (act_at(path) is None) is not is_written_elsewhere(path)] == []
    assert set(ACT_WORDS) == set(StaffAct)


def test_opening_leaving_and_taking_up_a_desk_are_lines_and_so_is_a_wrong_code(desk: Desk) -> None:
    ines = desk.signed_in(INES)
    page = ines.leave_desk()
    page = ines.post_form(page, to="/reprise", code="000000")
    ines.send(page, to="/reprise", code=desk.code(INES))
    assert acts_of(desk, INES) == [
        (StaffAct.DESK_OPENED, True),
        (StaffAct.DESK_LOCKED, True),
        (StaffAct.DESK_REOPENED, False),
        (StaffAct.DESK_REOPENED, True),
    ]


def test_a_page_of_another_role_is_told_and_an_ordinary_page_is_not(desk: Desk, nadia: AtDesk) -> None:
    ines = desk.signed_in(INES)
    for path in ("/", "/guichet", "/cles", "/equipe"):
        ines.get(path)
    assert acts_of(desk, INES)[1:] == [(StaffAct.PAGE_REFUSED, False)]
    page = nadia.get(JOURNAL)
    assert "Page d’un autre rôle · pas fait" in page.words


def test_a_form_refused_by_the_gate_or_asked_at_a_locked_desk_is_no_act(desk: Desk) -> None:
    ines = desk.signed_in(INES)
    page = ines.get("/guichet")
    assert ines.post("/guichet", {"jeton": "faux"}).status == 400
    token = ines.send(page, to="/laisser-le-poste").form("/reprise").untouched["jeton"]
    assert ines.post("/guichet", {"jeton": token}).location == "/reprise"
    assert acts_of(desk, INES) == [(StaffAct.DESK_OPENED, True), (StaffAct.DESK_LOCKED, True)]


def test_a_line_says_who_what_about_whom_and_never_a_patient(desk: Desk, nadia: AtDesk) -> None:
    with desk.house.store.writing() as unit:
        given(unit, session_of(unit, INES, now()), somebody(unit), now=now())
        add_staff(unit, "costa.rita", "Rita", "Costa", Role.ADVISOR, "Alsace", now(), site=SCHILTIGHEIM)
    page = nadia.get("/equipe")
    page = nadia.post_form(page, to="/equipe", member=staff_id_of(desk, "costa.rita").hex(), suspendre="")
    nadia.send(page, to="/equipe/suspendre")
    page = nadia.get(JOURNAL)
    assert "Suspension · Rita Costa" in page.words
    assert "Nadia Perrin" in page.words
    assert "Invitation · Rita Costa" in page.words
    assert "Exploitant" in page.words
    assert "Jeanne" not in page.words.title()
    assert "Blanchard" not in page.words.title()


def test_a_supervisor_sees_her_own_place_alone(desk: Desk, nadia: AtDesk) -> None:
    desk.signed_in(PAUL)
    sarah = desk.signed_in(SARAH)
    assert "Paul Mercier" not in nadia.get(JOURNAL).words
    told = sarah.get(JOURNAL).words
    assert "Sarah Dufour" in told
    assert "Paul Mercier" not in told
    assert "Nadia Perrin" not in told
    assert "Paul Mercier" not in nadia.get(EXPORT).content.decode("utf-8")


def many(desk: Desk) -> None:
    """Fifty mandates of fifty people and five hundred acts, by three colleagues at Nadia's site."""
    with desk.house.store.writing() as unit:
        ines = session_of(unit, INES, now())
        for number in reversed(range(50)):
            hour = now() - timedelta(minutes=10 * number)
            reference = given(unit, ines, somebody(unit, card=False), duration=Duration.MONTH, now=hour)
            acted(unit, ines, reference, Scope.OPT_OUT, hour)
        for number in range(500):
            at = now() - timedelta(seconds=number)
            note_staff_act(unit, ines.staff_id, StaffAct.OPT_OUT, at, is_done=number % 5 > 0, about=ines.staff_id)


def test_no_page_makes_more_than_ten_statements_with_fifty_mandates_and_five_hundred_acts(
    desk: Desk, nadia: AtDesk
) -> None:
    many(desk)
    lists = (
        SITE,
        f"{SITE}?jours=365",
        JOURNAL,
        f"{JOURNAL}?page=5",
        EXPORT,
        "/equipe",
        "/alarmes",
        "/a-confirmer",
        "/",
    )
    for path in (*lists, "/equipe/inviter"):
        with statements(desk.house) as sent:
            assert nadia.get(path).status == 200
        assert 0 < len(sent) <= FEW, (path, sent)


def test_a_month_is_read_fifty_lines_at_a_time_and_every_line_once(desk: Desk, nadia: AtDesk) -> None:
    with desk.house.store.writing() as unit:
        for _ in range(120):
            note_staff_act(unit, staff_id_of(desk, INES), StaffAct.OPT_OUT, now())
    page, told = nadia.get(JOURNAL), []
    while True:
        told.append(page.words.count("Dire non au dossier"))
        if "Plus anciens" not in page.words:
            break
        page = nadia.get(page.link("Plus anciens"))
    assert sum(told) == 120
    assert len(told) == 3
    assert "Plus récents" in page.words


def test_figures_are_counts_and_never_a_name_of_a_patient(desk: Desk, nadia: AtDesk) -> None:
    many(desk)
    page = nadia.get(f"{SITE}?jours=31")
    assert "1 place de la Mairie, 67300 Schiltigheim" in page.words
    assert "Visites commencées 50" in page.words
    assert "La personne a dit non 0" in page.words
    assert "Inès Laurent 50" in page.words
    assert "un code reçu par SMS 50" in page.words
    assert "Dire non au dossier 400 100" in page.words
    assert "31 jours 50" in page.words
    assert "Blanchard" not in page.words.title()


def test_a_team_without_a_site_has_its_acts_and_no_mandates(desk: Desk) -> None:
    page = desk.signed_in(SARAH).get(SITE)
    assert page.heading == "Chiffres : Direction"
    assert "Votre équipe n’a pas de guichet : elle n’a pas de mandats." in page.words
    assert "Poste ouvert 1 0" in page.words


@pytest.mark.parametrize(
    "asked", ["?mois=2026-13", "?mois=9999-01", "?mois=abc", "?page=0", "?page=-1", "?page=99999999", "?mois=0001-01"]
)
def test_an_odd_month_or_page_is_no_fault(nadia: AtDesk, asked: str) -> None:
    assert nadia.get(f"{JOURNAL}?{asked}").status == 200
    assert nadia.get(f"{EXPORT}?{asked}").status == 200


def test_the_table_opens_in_a_spreadsheet_and_no_cell_is_a_formula(desk: Desk, nadia: AtDesk) -> None:
    with desk.house.store.writing() as unit:
        name = '=HYPERLINK("http://example.org")'
        add_staff(unit, "costa.rita", "+1", name, Role.ADVISOR, "@SUM(1)", now(), site=SCHILTIGHEIM)
        note_staff_act(unit, staff_member_of(unit, "costa.rita").staff_id, StaffAct.PAPER_SEEN, now(), is_done=False)
    answer = nadia.get(EXPORT)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Date", "Heure", "Qui", "Équipe", "Acte", "Fait", "Au sujet de"]
    (seen,) = (row for row in rows if row[4] == "Pièce d’identité vue")
    assert seen[2:] == [f"'+1 {name}", "'@SUM(1)", "Pièce d’identité vue", "non", ""]
    assert all(cell[:1] not in "=+-@\t\r" for row in rows for cell in row if cell)
    assert "Journal des actes emporté" in nadia.get(JOURNAL).words


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-1", "@x", "\t=1", "\r=1", " =1", "\u00a0=1", "%0A=1", "|calc"])
def test_whatever_begins_like_a_formula_is_text(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


def test_quotes_separators_and_lines_stay_in_their_cell() -> None:
    odd = 'a";b\r\n=c'
    (row,) = csv.reader(StringIO(table_of([odd], []).decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == [odd]
