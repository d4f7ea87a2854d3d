"""The patient's turn: the desk's screen is hers for a while, by her own proof, and nothing of it stays behind."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from dossier.base import now
from dossier.lifecycle import Way, close
from dossier.policy import Acting, Role
from dossier.profile import DeclaredItem, declare_list, declare_none
from tests.kit.desk import SARAH, Desk, desk_of
from tests.kit.house import PASSWORD, deposited
from tests.kit.portal import House
from tests.kit.turns import told_in
from tests.kit.turns_at_the_desk import Screen, turned, visiting_to_print
from tests.kit.visit_acts import Visiting
from tests.printouts.reading import words

MINUTE = timedelta(minutes=1)
TITLE = "Bilan sanguin du printemps"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def visiting(desk: Desk) -> Visiting:
    visiting = visiting_to_print(desk)
    with desk.house.store.writing() as unit:
        deposited(unit, visiting.her.id, title=TITLE)
        herself = Acting(Role.PATIENT, visiting.her.id, visiting.her.id)
        declare_list(unit, herself, "allergies", (DeclaredItem("Pénicilline", "Gonflement", "1987"),), now())
        declare_none(unit, herself, "treatments", now())
    return visiting


@pytest.fixture
def screen(visiting: Visiting) -> Screen:
    return turned(visiting)


def test_the_desk_is_locked_and_has_another_cookie_before_the_patient_sits_down(visiting: Visiting) -> None:
    before = visiting.ines.cookie("poste")
    turned(visiting)
    after = visiting.ines.cookie("poste")
    assert before != after
    for path in ("/", "/visite", visiting.path, f"{visiting.path}/resume", "/guichet"):
        assert visiting.ines.get(path).location == "/reprise", path
    visiting.ines.client.set_cookie("poste", before, domain="127.0.0.1")
    assert visiting.ines.get(visiting.path).location == "/connexion", "the cookie of before is nobody's"


def test_no_code_is_offered_that_would_come_when_her_turn_is_over(screen: Screen) -> None:
    code = screen.browser.send(screen.begin(), password=PASSWORD)
    assert "C’est votre tour. Écrivez vous-même." in code.words
    offered = {name for form in code.forms for name in form.offered}
    assert "appel" in offered
    assert "lettre" not in offered, "a letter takes days"


def test_she_reads_prints_and_gives_the_screen_back(screen: Screen) -> None:
    ticket = screen.browser.get(f"/tour/{screen.ticket}")
    assert ticket.heading == "C’est à vous"
    assert "Inès" in ticket.words
    password = screen.begin()
    assert (password.path, password.heading) == ("/connexion/mot-de-passe", "Votre mot de passe")
    assert "identifiant" not in password.words
    code = screen.browser.send(password, password=PASSWORD)
    assert "own_computer" not in code.html
    page = screen.by_card(code)
    assert (page.path, page.heading) == ("/tour/resume", "Votre résumé")
    for told in ("Pénicilline", "Gonflement", "1987", TITLE, "Non renseigné.", "Rien, d’après vous."):
        assert told in page.words, told
    assert "C’est votre tour." in page.all_words
    assert "/documents" not in " ".join(page.links)
    sheet = screen.browser.post_form(screen.browser.get("/tour/imprimer"), size="24")
    assert sheet.headers["Content-Disposition"].startswith("inline;")
    assert TITLE in words(sheet.content)
    done = screen.browser.send(page, to="/quitter")
    assert (done.path, done.heading) == ("/tour/fini", "Votre tour est fini")
    assert "Un fichier pris reste sur cet ordinateur" in done.words
    back = screen.browser.get(done.link("Rendre l’écran"))
    assert back.location == f"{screen.house.settings.desk_url}/reprise"


def test_after_i_have_finished_neither_back_nor_the_old_cookie_shows_anything(screen: Screen) -> None:
    page = screen.prove()
    old = screen.browser.cookie()
    assert "no-store" in page.headers["Cache-Control"]
    left = screen.browser.post_form(page, to="/quitter")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert screen.browser.cookie() != old
    for path in ("/tour/resume", "/tour/imprimer"):
        assert screen.browser.get(path).location == "/connexion"
    for path in ("/tour/resume", "/tour/imprimer", "/mon-dossier", "/documents"):
        screen.browser.client.set_cookie("dossier", old, domain="127.0.0.1")
        assert screen.browser.get(path).location == "/tour/fini?temps=1", path
    assert TITLE not in screen.browser.get("/tour/fini").html


def test_back_to_the_form_of_the_code_opens_nothing_after_the_turn(screen: Screen) -> None:
    begun = screen.begin()
    asked = screen.browser.send(begun, password=PASSWORD)
    screen.browser.send(screen.by_card(asked), to="/quitter")
    again = screen.browser.post("/connexion/code", {**asked.form("/connexion/code").untouched, "code": "02314159"})
    assert again.status == 400, "the form's token was the old cookie's"


def test_her_session_opens_nothing_of_the_record_but_the_summary(screen: Screen) -> None:
    screen.prove()
    for path in (
        "/mon-dossier", "/documents", "/historique", "/historique/autres", "/imprimer", "/dossiers", "/mon-compte",
        "/mon-compte/moyens", "/mon-compte/visites", "/recus", "/fermer", "/reprendre",
    ):  # fmt: skip
        assert screen.browser.get(path).location in ("/tour/resume", ""), path
    document = f"/documents/{'0' * 32}"
    assert screen.browser.get(document).location == "/tour/resume"
    assert screen.browser.get("/").location == "/mon-dossier"
    page = screen.browser.get("/tour/resume")
    assert screen.browser.post("/imprimer", page.form("/quitter").untouched | {"size": "18"}).location == "/tour/resume"


def test_a_ticket_replayed_or_late_begins_nothing(screen: Screen, clock: time_machine.Traveller) -> None:
    other = screen.house.visitor()
    waiting = other.get(f"/tour/{screen.ticket}")
    screen.begin()
    again = other.post_form(waiting, to=f"/tour/{screen.ticket}")
    assert (again.status, again.heading) == (410, "Ce tour est terminé")
    assert other.get(f"/tour/{screen.ticket}").status == 410
    assert other.get("/connexion/mot-de-passe").location == "/connexion"
    assert other.get("/tour/abcdefghijabcdefghijabcdefghij12").status == 410


def test_a_ticket_waits_five_minutes(visiting: Visiting, clock: time_machine.Traveller) -> None:
    screen = turned(visiting)
    clock.shift(5 * MINUTE)
    assert screen.browser.get(f"/tour/{screen.ticket}").status == 410


def test_the_desk_hands_the_ticket_over_once(screen: Screen) -> None:
    assert screen.ines.get("/a-son-tour").location == "/reprise"
    assert screen.ines.get("/a-son-tour/aller").location == "/reprise"
    assert not any(screen.ticket in path for path in screen.ines.trail if path.startswith("/"))


def test_a_browser_that_looks_ahead_costs_nobody_her_turn(visiting: Visiting) -> None:
    ines = visiting.ines
    going = ines.get(ines.post_form(visiting.open("resume"), to=f"{visiting.path}/resume/tour").location)
    with ines.client.head(going.link("Continuer"), base_url=ines.base_url) as looked:
        assert looked.status_code == 405
    assert "/tour/" in ines.get(going.link("Continuer")).location


@pytest.mark.parametrize("way", ["a colleague signs in", "the day ends"])
def test_another_desk_in_the_same_browser_ends_the_turn(screen: Screen, way: str) -> None:
    screen.prove()
    if way == "the day ends":
        screen.ines.send(screen.ines.get("/reprise"), to="/quitter")
    else:
        screen.ines.sign_in(SARAH)
    assert screen.browser.get("/tour/resume").location == "/tour/fini?temps=1"


def test_the_printed_summary_turns_by_itself_like_the_page_beside_it(screen: Screen) -> None:
    page = screen.prove()
    sheet = screen.browser.post_form(screen.browser.get("/tour/imprimer"), size="18")
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.headers["Refresh"] == page.headers["Refresh"] == "185; url=/tour/fini?temps=1"


def test_left_alone_it_closes_after_three_minutes_and_in_any_case_after_ten(
    screen: Screen, clock: time_machine.Traveller
) -> None:
    page = screen.prove()
    assert page.headers["Refresh"] == "185; url=/tour/fini?temps=1"
    clock.shift(3 * MINUTE + timedelta(seconds=1))
    assert screen.browser.get("/tour/resume").location == "/tour/fini?temps=1"
    assert "par prudence" in screen.browser.get("/tour/fini?temps=1").words


def test_a_turn_in_use_ends_after_ten_minutes(screen: Screen, clock: time_machine.Traveller) -> None:
    screen.prove()
    for _ in range(5):
        clock.shift(2 * MINUTE - timedelta(seconds=1))
        assert screen.browser.get("/tour/resume").status == 200
    clock.shift(timedelta(seconds=10))
    assert screen.browser.get("/tour/resume").location == "/tour/fini?temps=1"


def test_a_second_tab_is_the_same_turn_and_ends_with_it(screen: Screen) -> None:
    page = screen.prove()
    tab = screen.browser.get("/tour/resume")
    assert TITLE in tab.words
    screen.browser.send(page, to="/quitter")
    kept = tab.form("/quitter").untouched
    assert screen.browser.post("/tour/imprimer", kept | {"size": "18"}).status == 400
    assert screen.browser.get("/tour/resume").location == "/connexion"


def test_the_advisor_who_takes_the_desk_back_ends_the_turn(screen: Screen) -> None:
    screen.prove()
    locked = screen.ines.get("/reprise")
    assert "Son tour s’arrête si vous reprenez le poste." in locked.words
    screen.ines.send(locked, to="/reprise", code=screen.ines.code_of("laurent.ines"))
    assert screen.ines.get(screen.visiting.path).status == 200
    assert screen.browser.get("/tour/resume").location == "/tour/fini?temps=1"
    assert "Son tour" not in screen.ines.get(screen.visiting.path).words


def test_two_turns_at_once_from_two_tabs_are_one(visiting: Visiting) -> None:
    page = visiting.open("resume")
    first = visiting.ines.post_form(page, to=f"{visiting.path}/resume/tour")
    second = visiting.ines.post_form(page, to=f"{visiting.path}/resume/tour")
    assert first.location == "/a-son-tour"
    assert second.status == 400, "the cookie has changed, and with it the token of the form"


def test_whoever_left_her_own_visit_open_on_this_computer_is_signed_out_first(visiting: Visiting) -> None:
    browser = visiting.desk.house.signed_in("legoff.marcel")
    marcels = browser.cookie()
    screen = turned(visiting, browser)
    screen.begin()
    assert browser.get("/mon-dossier").location == "/connexion"
    assert browser.cookie() != marcels
    browser.client.set_cookie("dossier", marcels, domain="127.0.0.1")
    assert browser.get("/mon-dossier").location.startswith("/session-terminee")


def test_her_history_names_the_advisor_and_the_site_in_each_line(screen: Screen) -> None:
    screen.browser.send(screen.prove(), to="/quitter")
    with screen.house.store.writing() as unit:
        told = told_in(unit, screen.visiting.her.id)
    hers = [(event, facts) for event, facts in told if facts.get("actor", "").startswith("Inès")]
    events = [event for event, _ in hers]
    for event in (
        "mandates:mandate:used",
        "identity:session:opened",
        "documents:summary:shown",
        "identity:session:closed",
    ):
        assert event in events, event
    assert {facts["site"] for event, facts in hers if event.startswith(("documents", "identity"))} == {
        "France Services du Puy"
    }


def test_a_record_that_is_closed_has_no_summary_and_no_circle(screen: Screen) -> None:
    with screen.house.store.writing() as unit:
        close(unit, Acting(Role.PATIENT, screen.visiting.her.id, screen.visiting.her.id), Way.SIGNED_IN, now())
    page = screen.prove()
    assert (page.path, page.heading) == ("/tour/resume", "Il n’y a pas de résumé")
    answer = screen.browser.follow(screen.browser.post_form(screen.browser.get("/tour/imprimer"), size="18"))
    assert answer.heading == "Il n’y a pas de résumé"
