"""« Depuis votre dernière visite »: on her own screen, in her turn at a desk, on one leaf; never on the advisor's."""

from datetime import datetime, timedelta

import pytest

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import now
from tests.kit.desk import Desk, desk_of
from tests.kit.house import MARKER
from tests.kit.mandates import Somebody, given
from tests.kit.mandates import desk_of as at_desk
from tests.kit.portal import House
from tests.kit.turns import told_in
from tests.kit.turns_at_the_desk import turned, visiting_to_print
from tests.kit.visitor import Visitor
from tests.kit.visits import INES, put_at
from tests.printouts.reading import pages as pages_of
from tests.printouts.reading import words as words_of

CLAIRE, PATH = "martin.claire", "/depuis-ma-derniere-visite"
DAY = timedelta(days=1)


@pytest.fixture
def claire(house: House) -> Visitor:
    return house.signed_in(CLAIRE)


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


def visited(desk: Desk, at: datetime) -> None:
    """Let her have given a mandate at a desk, earlier."""
    put_at(desk)
    with desk.house.store.writing() as unit:
        her = Somebody(desk.house.patient_id(CLAIRE), BY_IDENTIFIER[CLAIRE].person)
        given(unit, at_desk(unit, INES, at), her, now=at)


def ways(house: House, patient_id: bytes) -> list[tuple[str, str]]:
    with house.store.writing() as unit:
        entries = told_in(unit, patient_id)
    return [(facts["way"], facts.get("site", "")) for event, facts in entries if event == "access:since:read"]


def test_her_home_and_her_history_lead_to_it_and_it_says_since_when(house: House, desk: Desk) -> None:
    visited(desk, now() - 3 * DAY)
    claire = house.signed_in(CLAIRE)
    for start, words in (("/mon-dossier", "Depuis ma dernière visite"), ("/historique", "Depuis ma dernière visite")):
        assert claire.get(claire.get(start).link(words)).heading == "Depuis votre dernière visite"
    page = claire.get(PATH)
    assert "Depuis votre visite du" in page.words
    for told in ("Votre accès et vos contacts", "Entrée sur le site.", "Qui agit pour vous", "Inès Laurent"):
        assert told in page.words, told
    assert ways(house, house.patient_id(CLAIRE)) == [("screen", "")] * 3


def test_without_a_visit_it_says_for_how_long(claire: Visitor) -> None:
    assert any(words in claire.get(PATH).words for words in ("Depuis 31 jours", "Depuis le début"))


def test_no_title_is_on_it_and_readings_are_counted(claire: Visitor, house: House) -> None:
    page = claire.get("/documents")
    titles = [link for link in page.links if link.startswith("/documents/")][:1]
    for path in titles * 3:
        assert claire.get(path).status == 200
    words = claire.get(PATH).words
    assert "Vous avez lu votre dossier." in words
    assert "fois. La dernière : le" in words
    assert MARKER not in words


@pytest.mark.parametrize(("asked", "pages"), [("?taille=14", 1), ("?taille=18", 1), ("?taille=24", 2), ("", 1)])
def test_it_is_one_leaf_in_each_size(claire: Visitor, house: House, asked: str, pages: int) -> None:
    answer = claire.get(f"{PATH}/papier{asked}")
    assert len(pages_of(answer.content)) <= pages
    said = words_of(answer.content)
    for told in ("Depuis votre dernière visite", "Pour : Claire Martin", "/historique", "Téléphone : 3422"):
        assert told in said, told
    assert ways(house, house.patient_id(CLAIRE))[-1] == ("paper", "")


def test_a_representative_is_not_led_there_and_may_not(house: House) -> None:
    visitor = house.signed_in(CLAIRE)
    page = visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Léo")
    assert PATH not in page.html
    assert PATH not in visitor.get("/historique").html
    assert [visitor.get(place).status for place in (PATH, f"{PATH}/papier")] == [403, 403]


def test_in_her_turn_she_sees_and_prints_it_and_the_advisor_never_does(desk: Desk) -> None:
    screen = turned(visiting_to_print(desk))
    page = screen.prove()
    page = screen.browser.get(page.link("Ce qui s’est passé depuis votre dernière visite"))
    assert page.heading == "Depuis votre dernière visite"
    assert "/historique" not in page.html
    assert "Depuis votre dernière visite" in words_of(screen.browser.get("/tour/depuis/papier?taille=18").content)
    site = "France Services du Puy"
    assert ways(screen.house, screen.visiting.her.id) == [("screen", site), ("paper", site)]
    rules = {rule.rule for rule in desk.app.url_map.iter_rules()}
    assert not {rule for rule in rules if "depuis" in rule}
    assert screen.ines.get("/tour/depuis").status != 200


def test_outside_her_turn_and_without_a_session_there_is_nothing(house: House, claire: Visitor) -> None:
    for visitor in (house.visitor(), claire):
        for place in ("/tour/depuis", "/tour/depuis/papier"):
            assert visitor.get(place).status == 303
    for place in (PATH, f"{PATH}/papier"):
        assert house.visitor().get(place).location.startswith("/connexion")
