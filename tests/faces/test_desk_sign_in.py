"""Opening a desk, leaving it, opening it again: by the pages, with form tokens on."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
import time_machine

from dossier.base import now
from dossier.identity import add_staff, suspend_staff
from dossier.policy import Role
from tests.kit.desk import LEILA, PASSWORDS, PAUL, SARAH, AtDesk, Desk, desk_of
from tests.kit.portal import House


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def test_paul_opens_his_desk_and_the_band_says_whose_it_is(desk: Desk) -> None:
    paul = desk.visitor()
    assert paul.follow(paul.get("/")).heading == "Ouvrir le poste"
    page = paul.sign_in(PAUL)
    assert page.heading == "Votre poste de téléconseil"
    for told in ("Paul Mercier Téléconseil · Nord", "Laisser le poste", "Ouvert à", "Se ferme à", "15 minutes"):
        assert told in page.all_words
    assert desk.signed_in(SARAH).page.heading == "Votre poste de responsable"


def test_a_wrong_password_and_an_unknown_name_are_told_in_the_same_words(desk: Desk) -> None:
    told = []
    for identifier in (PAUL, "personne.ici"):
        one = desk.visitor()
        page = one.post_form(one.get("/connexion"), identifier=identifier, password="une-autre-phrase")
        assert page.status == 422
        told.append(page.words)
        assert one.follow(one.get("/connexion/code")).words.startswith("L’étape d’avant a attendu trop longtemps.")
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"identifier": "", "password": "x"}, "Écrivez votre identifiant."),
        ({"identifier": PAUL, "password": ""}, "Écrivez votre mot de passe."),
    ],
)
def test_an_empty_box_is_told_beside_it(desk: Desk, fields: dict[str, str], words: str) -> None:
    one = desk.visitor()
    page = one.post_form(one.get("/connexion"), **fields)
    assert (page.status, words in page.words) == (422, True)
    assert page.title.startswith("Erreur : Ouvrir le poste")


def test_a_wrong_code_is_told_kindly_and_a_used_one_is_a_wrong_one(desk: Desk) -> None:
    code = desk.code(PAUL)
    first, second = desk.visitor(), desk.visitor()
    assert first.send(first.give_password(PAUL), code=f" {code[:3]}-{code[3:]} ").path == "/"
    page = second.give_password(PAUL)
    assert second.post_form(page, code="").status == 422
    again = second.post_form(page, code=code)
    assert (again.status, "Un code sert une seule fois." in again.words) == (422, True)


def test_too_many_wrong_codes_are_a_pause_that_says_how_long(desk: Desk) -> None:
    paul = desk.visitor()
    page = paul.give_password(PAUL)
    for _ in range(5):
        assert paul.post_form(page, code="000000").status == 422
    told = paul.post_form(page, code=desk.code(PAUL))
    assert (told.status, told.headers["Retry-After"].isdigit()) == (429, True)
    assert "Attendez 1 minute" in told.words


def test_the_key_button_without_a_script_says_what_else_works(desk: Desk) -> None:
    paul = desk.visitor()
    page = paul.give_password(PAUL)
    answer = paul.post("/connexion/code", {"jeton": page.form().untouched["jeton"], "cle": "", "reponse": ""})
    assert (answer.status, "La clé n’a pas répondu." in answer.words) == (422, True)


def test_leaving_the_desk_locks_it_at_once_under_another_cookie(desk: Desk) -> None:
    paul = desk.signed_in()
    old = paul.cookie("poste")
    page = paul.leave_desk()
    assert (page.path, page.heading) == ("/reprise", "Ce poste est fermé à clé")
    assert paul.cookie("poste") != old
    assert "Laisser le poste" not in page.all_words
    for path in ("/", "/calcul-du-delai", "/cles", "/code"):
        assert paul.get(path).location == "/reprise", path
    other = desk.visitor()
    other.client.set_cookie("poste", old, domain="127.0.0.1")
    assert other.get("/").location == "/connexion"


def test_a_code_opens_the_desk_again_and_a_wrong_one_does_not(desk: Desk, clock: time_machine.Traveller) -> None:
    paul = desk.signed_in()
    locked = paul.leave_desk()
    assert paul.post_form(locked, to="/reprise", code="000000").status == 422
    assert paul.get("/").location == "/reprise"
    clock.shift(30)
    assert paul.send(locked, to="/reprise", code=desk.code(PAUL)).heading == "Votre poste de téléconseil"


def test_the_code_of_a_colleague_does_not_open_this_desk(desk: Desk) -> None:
    paul = desk.signed_in()
    assert paul.post_form(paul.leave_desk(), to="/reprise", code=desk.code(LEILA)).status == 422
    assert paul.get("/").location == "/reprise"


def test_after_five_wrong_codes_the_desk_is_over(desk: Desk, clock: time_machine.Traveller) -> None:
    paul = desk.signed_in()
    locked = paul.leave_desk()
    for _ in range(5):
        paul.post_form(locked, to="/reprise", code="000000")
        clock.shift(60)
    assert paul.follow(paul.get("/")).heading == "Ce poste s’est fermé"


def test_a_colleague_opens_a_left_desk_in_her_own_name(desk: Desk) -> None:
    paul = desk.signed_in()
    paul.leave_desk()
    page = paul.sign_in(LEILA)
    assert "Leïla Benmoussa Téléconseil · Sud" in page.all_words
    assert "Paul" not in page.all_words


def test_an_untouched_desk_locks_itself_and_public_pages_do_not_wake_it(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    paul = desk.signed_in()
    assert paul.page.headers["Refresh"] == "905; url=/reprise"
    clock.shift(timedelta(minutes=14))
    assert paul.get("/").status == 200
    clock.shift(timedelta(minutes=14))
    assert paul.get("/").status == 200
    old = paul.cookie("poste")
    clock.shift(timedelta(minutes=15, seconds=1))
    paul.get("/connexion")
    assert paul.get("/").location == "/reprise"
    assert paul.cookie("poste") != old
    assert "Refresh" not in paul.get("/reprise").headers


def test_the_page_that_a_resting_screen_goes_to_locks_the_desk(desk: Desk, clock: time_machine.Traveller) -> None:
    paul = desk.signed_in()
    assert paul.get("/reprise").location == "/"
    clock.shift(timedelta(minutes=16))
    assert paul.follow(paul.get("/reprise")).heading == "Ce poste est fermé à clé"


def test_a_page_that_watches_by_itself_is_no_use_of_the_desk(desk: Desk, clock: time_machine.Traveller) -> None:
    paul = desk.signed_in()
    for _ in range(3):
        clock.shift(timedelta(minutes=5))
        assert paul.get("/", HX_Request="true", HX_Source="ul#veille-appels").status == 200
    clock.shift(1)
    assert paul.get("/").location == "/reprise"


def test_a_working_day_ends_and_says_so(desk: Desk, clock: time_machine.Traveller) -> None:
    paul = desk.signed_in()
    for _ in range(60):
        clock.shift(timedelta(minutes=10))
        assert paul.get("/").status == 200
    clock.shift(1)
    assert paul.follow(paul.get("/")).heading == "Ce poste s’est fermé"


def test_a_suspension_holds_with_the_next_click(desk: Desk) -> None:
    paul = desk.signed_in()
    with desk.house.store.writing() as unit:
        suspend_staff(unit, PAUL, now())
    assert paul.get("/").location == "/session-terminee"
    page = paul.send(paul.get("/connexion"), identifier=PAUL, password=PASSWORDS[PAUL])
    assert "Identifiant ou mot de passe non reconnu." in page.words


def test_the_day_ends_by_a_button_open_or_locked(desk: Desk) -> None:
    for locked in (False, True):
        paul = desk.signed_in(SARAH if locked else PAUL)
        page = paul.leave_desk() if locked else paul.page
        answer = paul.post_form(page, to="/quitter")
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert paul.follow(answer).heading == "Bonne fin de journée"
        assert paul.get("/").location == "/connexion"


def test_a_fresh_code_is_asked_for_again_after_ten_minutes_and_leads_back(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    paul = desk.signed_in()
    assert paul.get("/cles").status == 200
    clock.shift(timedelta(minutes=10, seconds=1))
    page = paul.follow(paul.get("/cles"))
    assert page.heading == "Un code avant de continuer"
    assert paul.post_form(page, to="/code?suite=/cles", code="000000").status == 422
    assert paul.send(page, to="/code?suite=/cles", code=desk.code(PAUL)).path == "/cles"


@pytest.mark.parametrize("away", ["//example.org", "https://example.org", "/\\example.org", "javascript:x", "/a b"])
def test_a_fresh_code_never_leads_to_another_site(desk: Desk, away: str) -> None:
    paul = desk.signed_in()
    page = paul.get("/code?suite=" + away)
    assert "/code?suite=/" in [form.action for form in page.forms]


def test_the_first_time_leads_from_the_operators_code_to_an_open_desk(
    desk: Desk, clock: time_machine.Traveller
) -> None:
    with desk.house.store.writing() as unit:
        code = add_staff(unit, "moreau.ines", "Inès", "Moreau", Role.CALL_AGENT, "Nord", now())
    ines: AtDesk = desk.visitor()
    page = ines.get(ines.get("/connexion").link("première fois"))
    wrong = ines.post_form(page, identifier="moreau.ines", enrollment_code="7KQM-4HTX-9DFR")
    assert (wrong.status, "ne vont pas ensemble" in wrong.words) == (422, True)
    page = ines.send(page, identifier="moreau.ines", enrollment_code=code)
    for typed, words in (("court", "trop court"), ("azertyuiop", "trop connu"), ("", "La case est vide.")):
        refused = ines.post_form(page, password=typed)
        assert (refused.status, words in refused.words) == (422, True)
    page = ines.send(page, password="quatre mots bien à moi")
    secret = next(one.text for one in page.tree.iter("code")).replace(" ", "")
    assert ines.post_form(page, code="000000").status == 422
    assert ines.send(page, code=pyotp.TOTP(secret).at(now())).heading == "Votre poste de téléconseil"
    assert ines.get("/premiere-fois/application").location in ("/connexion?debut=1", "/")
