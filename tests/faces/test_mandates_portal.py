"""Mandates on the patient's own screen: she reads, agrees, refuses, proves, stops; anybody checks a deed."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from back_office.demo.cast import BY_IDENTIFIER
from dossier.base import in_groups, new_sign_code, now
from dossier.mandates import MandateState
from tests.kit.desk import AtDesk, Desk, desk_of
from tests.kit.house import events_of
from tests.kit.mandates import Somebody, stop_codes
from tests.kit.portal import House
from tests.kit.visitor import Visitor
from tests.kit.visits import PATH, advisor_at, agreed, drafted_by, state_of
from tests.printouts.reading import words as words_of

CLAIRE = "martin.claire"
MINE = "/mandats"


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def ines(desk: Desk) -> AtDesk:
    return advisor_at(desk)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


@pytest.fixture
def her(house: House) -> Somebody:
    return Somebody(house.patient_id(CLAIRE), BY_IDENTIFIER[CLAIRE].person)


@pytest.fixture
def claire(house: House) -> Visitor:
    return house.signed_in(CLAIRE)


def wait(clock: time_machine.Traveller, claire: Visitor, ines: AtDesk) -> None:
    """Let eleven minutes go by, in which both of them do something."""
    for minutes in (5, 6):
        clock.shift(timedelta(minutes=minutes))
        claire.get(MINE)
        ines.get(PATH)


def stop_code_of(house: House, her: Somebody, reference: str) -> str:
    with house.store.reading() as unit:
        return stop_codes(unit, her.id, reference)[0]


def test_she_reads_what_waits_for_her_and_agrees_on_her_own_screen(
    ines: AtDesk, desk: Desk, claire: Visitor, her: Somebody
) -> None:
    reference = drafted_by(ines, her, "opt-out", "closure")
    page = claire.get(MINE)
    assert "On vous demande votre accord Inès Laurent France Services du Puy Attend votre réponse" in page.words
    page = claire.get(page.link("Inès Laurent"))
    assert page.heading == "Donner votre accord ?"
    assert "Vous donnez un mandat à Inès Laurent, de France Services du Puy." in page.words
    page = claire.send(page, to=f"{MINE}/{reference}/accord")
    assert "Votre accord est donné. Le guichet le voit tout de suite." in page.words
    assert state_of(desk, reference) is MandateState.ACTIVE
    assert "L’accord est donné." in ines.follow(ines.get(f"{PATH}/{reference}/accord")).words


def test_she_says_no_and_the_desk_learns_that_alone(ines: AtDesk, desk: Desk, claire: Visitor, her: Somebody) -> None:
    reference = drafted_by(ines, her)
    page = claire.send(claire.get(f"{MINE}/{reference}"), to=f"{MINE}/{reference}/accord", non="")
    assert "Vous avez dit non. Rien n’est fait." in page.words
    assert state_of(desk, reference) is MandateState.VOID
    assert "L’accord n’est pas donné." in ines.get(f"{PATH}/{reference}").words


def test_ten_minutes_after_her_sign_in_a_code_is_asked_for_this_mandate_alone(
    ines: AtDesk, desk: Desk, claire: Visitor, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    wait(clock, claire, ines)
    reference = drafted_by(ines, her)
    other = drafted_by(ines, her)
    page = claire.send(claire.get(f"{MINE}/{reference}"), to=f"{MINE}/{reference}/accord")
    assert (page.path, page.heading) == (f"{MINE}/{reference}/preuve", "Pour donner votre accord, un code")
    for typed, words in (("", "La case est vide."), ("12", "n’est pas complet"), ("00000000", "pas le bon code")):
        wrong = claire.post_form(page, to=f"{MINE}/{reference}/preuve", code=typed)
        assert (wrong.status, words in wrong.words) == (422, True)
    done = claire.send(page, to=f"{MINE}/{reference}/preuve", code=house.code(CLAIRE))
    assert "Votre accord est donné." in done.words
    assert (state_of(desk, reference), state_of(desk, other)) == (MandateState.ACTIVE, MandateState.DRAFT)
    again = claire.send(claire.get(f"{MINE}/{other}"), to=f"{MINE}/{other}/accord")
    assert again.heading == "Pour donner votre accord, un code"


def test_before_an_act_she_proves_on_her_own_screen(
    ines: AtDesk, claire: Visitor, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    reference = drafted_by(ines, her, "opt-out", "closure")
    claire.send(claire.get(f"{MINE}/{reference}"), to=f"{MINE}/{reference}/accord")
    wait(clock, claire, ines)
    proof = f"{PATH}/{reference}/preuve?acte=opt-out"
    assert ines.get(proof).status == 200
    page = claire.get(f"{MINE}/{reference}")
    page = claire.send(page, to=f"{MINE}/{reference}/accord", **{"opt-out": ""})
    page = claire.send(page, to=f"{MINE}/{reference}/preuve", code=house.code(CLAIRE))
    assert "C’est confirmé. Le guichet peut agir, pendant dix minutes." in page.words
    assert "Déjà confirmé, pour dix minutes : dire non au dossier" in page.words
    assert ines.get(proof).location == f"{PATH}/{reference}/dire-non"
    assert ines.get(f"{PATH}/{reference}/preuve?acte=closure").status == 200


def test_she_stops_it_and_the_advisors_next_click_finds_nothing(
    ines: AtDesk, desk: Desk, claire: Visitor, house: House, her: Somebody
) -> None:
    reference = drafted_by(ines, her)
    claire.send(claire.get(f"{MINE}/{reference}"), to=f"{MINE}/{reference}/accord")
    page = claire.send(claire.get(f"{MINE}/{reference}"), to=f"{MINE}/{reference}/arret")
    assert "C’est arrêté." in page.words
    assert "arrêté sur le site" in page.words
    assert ines.get(f"{PATH}/{reference}/dire-non").location == f"{PATH}/{reference}"
    assert "Ce mandat est fini : arrêté sur le site." in ines.get(f"{PATH}/{reference}").words
    with house.store.reading() as unit:
        assert "mandates:mandate:revoked" in events_of(unit, her.id)


def test_the_text_is_there_in_each_language_and_on_paper(ines: AtDesk, claire: Visitor, her: Somebody) -> None:
    reference = drafted_by(ines, her, language="en")
    page = claire.get(f"{MINE}/{reference}")
    for name, words in (
        ("Facile à lire", "Inès Laurent vous aide."),
        ("English", "You give a mandate to Inès Laurent"),
        ("العربية", "تعطي توكيلا إلى Inès Laurent"),
    ):
        assert words in claire.get(page.link(name)).words
    paper = claire.get(page.link("Le projet, sans valeur"))
    assert "Projet sans valeur" in words_of(paper.content)


def test_another_persons_mandate_is_no_page(ines: AtDesk, house: House, her: Somebody) -> None:
    reference = drafted_by(ines, her)
    jeanne = house.signed_in("roux.jeanne")
    token = jeanne.get(MINE).form("/quitter").untouched["jeton"]
    for place in ("", "/acte"):
        assert jeanne.get(f"{MINE}/{reference}{place}").status == 404
    for place in ("/accord", "/arret"):
        assert jeanne.post(f"{MINE}/{reference}{place}", {"jeton": token}).status == 404
    assert "Inès" not in jeanne.get(MINE).words


def test_nobody_and_nothing_stands_in_the_list_of_who_gave_none(claire: Visitor) -> None:
    page = claire.get("/mon-compte")
    page = claire.get(page.link("Qui agit pour moi"))
    assert "Personne n’agit pour vous." in page.words


# The public pages


def test_the_code_of_a_notice_stops_it_and_pressed_twice_says_that_it_is_over(
    ines: AtDesk, desk: Desk, house: House, her: Somebody
) -> None:
    reference = agreed(ines, house, her)
    code = stop_code_of(house, her, reference)
    anybody = house.visitor()
    page = anybody.get("/arreter-un-mandat")
    for typed, words in (
        ("", "La case est vide."),
        (code[:-1], "Il a 12 chiffres."),
        (f"{(int(code) + 1) % 10**12:012d}", "Nous ne connaissons pas ce code."),
    ):
        wrong = anybody.post_form(page, to="/arreter-un-mandat", code=typed)
        assert (wrong.status, words in wrong.words) == (422, True)
    done = anybody.send(page, to="/arreter-un-mandat", code=f"stop {code[:4]} {code[4:]}")
    assert done.heading == "Le mandat est arrêté"
    assert state_of(desk, reference) is MandateState.REVOKED
    again = anybody.send(page, to="/arreter-un-mandat", code=code)
    assert again.heading == "Ce mandat était déjà fini"


def test_too_many_wrong_stop_codes_are_a_pause(house: House) -> None:
    anybody = house.visitor()
    page = anybody.get("/arreter-un-mandat")
    statuses = [anybody.post_form(page, to="/arreter-un-mandat", code=f"{number:012d}").status for number in range(12)]
    assert (statuses[0], statuses[-1]) == (422, 429)


def test_anybody_checks_a_deed_and_learns_no_name(
    ines: AtDesk, desk: Desk, house: House, her: Somebody, clock: time_machine.Traveller
) -> None:
    reference = agreed(ines, house, her)
    anybody = house.visitor()
    page = anybody.get(f"/M/{reference}")
    assert page.heading == "Ce mandat est vrai, et il vaut aujourd’hui"
    assert "Lieu France Services du Puy" in page.words
    assert in_groups(reference) in page.words
    told = page.html.casefold()
    assert not re.search("inès|claire|martin|laurent", told)
    clock.shift(timedelta(minutes=61))
    assert anybody.get(f"/M/{reference.lower()}").heading == "Ce mandat est vrai, mais il est fini"


def test_a_draft_and_an_unknown_number_are_one_answer(ines: AtDesk, house: House, her: Somebody) -> None:
    draft = drafted_by(ines, her)
    anybody = house.visitor()
    pages = [anybody.get(f"/M/{number}") for number in (draft, new_sign_code())]
    assert {page.status for page in pages} == {404}
    assert {page.heading for page in pages} == {"Aucun mandat donné sous ce numéro"}
    assert anybody.get("/M/abc").status == 404
