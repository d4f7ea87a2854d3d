"""The gate of the desk: headers, cookies apart from the portal's, form tokens, guards, and nothing of a patient."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from assisted_desk.ui import DeskAsk, DeskFace, DeskGuard, scripts_room
from assisted_desk.ui.scripts import HTMX_SHA256, KEY, read_htmx
from back_office.demo import ADDRESSEES, CAST
from portal.ui import Answer, Caller, Gate, Guard, PageUnguarded, PatientFace, Room, SeeOther
from tests.kit import portal
from tests.kit.desk import INES, LEILA, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.page_checker import TitleBook
from tests.kit.portal import House

ROUX = "roux.jeanne"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


def _pages(desk: Desk) -> list[tuple[AtDesk, str]]:
    """Every page that a GET shows, for a stranger, an agent, a supervisor, an advisor, and at a locked desk."""
    stranger, locked, halfway = desk.visitor(), desk.signed_in(LEILA), desk.visitor()
    halfway.give_password(PAUL)
    locked.leave_desk()
    paths = sorted(
        {rule.rule for rule in desk.app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments}
    )
    callers = (stranger, halfway, desk.signed_in(PAUL), desk.signed_in(SARAH), desk.signed_in(INES), locked)
    return [(caller, path) for caller in callers for path in [*paths, "/nulle-part"]]


def test_every_page_is_strict_light_and_closed_to_others(desk: Desk) -> None:
    shown = set()
    for caller, path in _pages(desk):
        answer = caller.get(path)
        policy = answer.headers["Content-Security-Policy"]
        if answer.headers["Content-Type"].startswith("text/csv"):
            assert (policy.endswith("; sandbox"), path) == (True, "/journal-des-actes/export")
            continue
        assert policy.startswith("default-src 'none'; style-src 'sha256-"), path
        assert "script-src 'self'; connect-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "no-store" in answer.headers["Cache-Control"], path
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if answer.status != 303:
            shown.add(path)
            style = re.findall(r"<style>(.*?)</style>", answer.html, re.DOTALL)
            assert b64encode(sha256(style[0].encode()).digest()).decode() in policy, path
    assert shown >= {
        "/",
        "/connexion",
        "/connexion/code",
        "/reprise",
        "/calcul-du-delai",
        "/cles",
        "/code",
        "/alarmes",
        "/guichet",
    }


def test_no_two_pages_bear_the_same_title(desk: Desk) -> None:
    book = TitleBook()
    for caller, path in _pages(desk):
        answer = caller.get(path)
        if (
            answer.status == 200
            and answer.headers["Content-Type"].startswith("text/html")
            and not (path == "/" and "responsable" in answer.title)
        ):
            book.add(answer.html, path)


def test_no_page_says_anything_of_a_patient(desk: Desk) -> None:
    people = [one.person for one in (*CAST, *ADDRESSEES)]
    told = {text.casefold() for who in people for text in (who.ins, who.birth_name, who.mobile, who.landline) if text}
    told -= {"garnier", "petit"}  # words and names of colleagues would be no fault
    assert len(told) > 30
    for caller, path in _pages(desk):
        page = caller.get(path).content.decode().casefold()
        assert [text for text in told if re.search(rf"\b{re.escape(text)}\b", page)] == [], path


def test_a_staff_cookie_opens_nothing_on_the_portal_and_the_reverse(desk: Desk, house: House) -> None:
    paul, roux = desk.signed_in(), house.signed_in(ROUX)
    staff, patient = paul.cookie("poste"), roux.cookie("dossier")
    assert paul.cookie("dossier") == roux.cookie("poste") == ""
    stranger = house.visitor()
    for name in ("dossier", "poste"):
        stranger.client.set_cookie(name, staff, domain="127.0.0.1")
    assert stranger.get("/mon-dossier").location == "/connexion"
    intruder = desk.visitor()
    for name in ("dossier", "poste"):
        intruder.client.set_cookie(name, patient, domain="127.0.0.1")
    assert intruder.get("/").location == "/connexion"
    assert (paul.get("/").status, roux.get("/mon-dossier").status) == (200, 200)


def test_over_tls_the_cookie_is_tied_to_the_desks_own_host(planted: Path, tmp_path: Path) -> None:
    with portal.copy_of(planted, tmp_path / "var", DESK_URL="https://poste.example") as house:
        one = desk_of(house).visitor()
        answer = one.get("/connexion")
        (cookie,) = answer.cookies
        assert re.fullmatch(r"__Host-poste=[\w-]{32}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_every_page_that_takes_a_form_refuses_one_without_a_token(desk: Desk) -> None:
    posting = [rule.rule for rule in desk.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posting) >= 10
    callers = (desk.visitor(), desk.signed_in())
    for caller in callers:
        caller.get("/connexion")
        for path in posting:
            assert caller.post(path, {"code": "1"}).status == 400, path
    assert callers[1].get("/").status == 200


def test_what_a_stranger_asks_for_leads_to_the_sign_in(desk: Desk) -> None:
    rules = [rule for rule in desk.app.url_map.iter_rules() if "GET" in rule.methods]
    guards = {rule.rule: desk.app.view_functions[rule.endpoint].guard for rule in rules}
    closed = {path for path, guard in guards.items() if guard is not DeskGuard.PUBLIC}
    assert {"/", "/calcul-du-delai", "/cles", "/code", "/reprise"} <= closed
    for path in closed:
        assert desk.visitor().get(path).location == "/connexion", path


def _view(ask: DeskAsk) -> Answer:
    return SeeOther("/")


@pytest.mark.parametrize(
    ("guard", "who"), [(DeskGuard.CALL_AGENT, PAUL), (DeskGuard.SUPERVISOR, SARAH), (DeskGuard.ADVISOR, INES)]
)
def test_a_page_for_one_role_is_closed_to_the_other(desk: Desk, guard: DeskGuard, who: str) -> None:
    face = DeskFace(desk.house.settings)
    for identifier in (PAUL, SARAH, INES):
        session = desk.signed_in(identifier)
        with desk.house.store.reading() as unit:
            found = face.find(unit, session.cookie("poste"))
        caller = Caller(found.seen_at, "v" * 32, new_visit=False, session=found)
        assert face.may_see(guard, caller) is (identifier == who)


def test_a_page_with_the_guard_of_another_face_stops_the_start(house: House) -> None:
    for guard, face in ((Guard.PUBLIC, DeskFace), (DeskGuard.PUBLIC, PatientFace)):
        room = Room("nouvelle")
        room.page("/porte", guard=guard)(_view)
        app = Flask("beside", static_folder=None)
        with pytest.raises(PageUnguarded, match="/porte has the guard of another face"):
            Gate(app, house.settings, house.store, [room], face(house.settings))


def test_a_script_is_kept_for_a_year_and_an_unknown_one_is_no_page(desk: Desk) -> None:
    answer = desk.visitor().get(KEY.path)
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.cookies == ()
    assert desk.visitor().get("/scripts/cle.js").status == 404
    assert [page.path for page in scripts_room.pages] == ["/scripts/<name>"]


def test_another_htmx_than_the_known_one_is_not_served(tmp_path: Path) -> None:
    changed = tmp_path / "htmx.min.js"
    assert read_htmx(changed) is None
    changed.write_bytes(b"alert(1)")
    assert read_htmx(changed) is None
    assert len(HTMX_SHA256) == 64
