"""Saying no with an open session: for oneself, for one's child, for an adult whose judgment says so."""

import pytest

from dossier.lifecycle import State, receipts_of, state_of
from tests.kit.letters import letter_to, put_in_state
from tests.kit.portal import House
from tests.kit.visitor import Visitor

AMINA, CLAIRE, LEO, BRUNO, ODETTE = "diallo.amina", "martin.claire", "martin.leo", "fabre.bruno", "fabre.odette"


def with_record_of(house: House, reader: str, identifier: str, name: str) -> Visitor:
    put_in_state(house, identifier, State.ANNOUNCED)
    visitor = house.signed_in(reader)
    visitor.send(visitor.get("/dossiers"), to="/dossiers", saying=name)
    return visitor


def state(house: House, identifier: str) -> State | None:
    with house.store.reading() as unit:
        return state_of(unit, house.patient_id(identifier))


def test_madame_diallo_says_no_in_two_steps_and_finds_it_on_her_first_page(house: House) -> None:
    visitor = house.signed_in(AMINA)
    page = visitor.get(visitor.page.link("Dire non au dossier"))
    page = visitor.send(page, to="/opposition")
    assert (page.path, page.heading) == ("/opposition/verifier", "Vérifiez, puis dites non")
    assert "code de la lettre" not in page.words
    page = visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert page.heading == "C’est noté : vous avez dit non"
    assert "sur ce site, avec un identifiant" in page.words
    page = visitor.get("/mon-dossier")
    assert page.heading == "Vous avez dit non : vous n’avez pas de dossier"
    assert "Elle va partir à l’Assurance Maladie." in page.words
    page = visitor.get(page.link("J’ai changé d’avis"))
    page = visitor.send(page, to="/opposition/changer-avis")
    assert page.heading == "C’est noté : vous avez changé d’avis"
    assert state(house, AMINA) is State.ANNOUNCED


def test_a_letter_typed_before_is_put_aside_for_the_record_that_is_open(house: House) -> None:
    visitor = house.signed_in(AMINA)
    code = letter_to(house, "garnier.paul")
    page = visitor.send(visitor.get("/opposition/code"), code=code)
    page = visitor.send(page, day="1", month="3", year="1968")
    assert page.heading == "Le dossier existe déjà : vous pouvez le fermer"
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    assert page.heading == "Vérifiez, puis dites non"


def test_a_page_of_one_way_never_acts_by_the_other(house: House) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visitor = house.signed_in(AMINA)
    hers = visitor.send(visitor.get("/opposition"), to="/opposition")
    page = visitor.send(visitor.get("/opposition/code"), code=letter_to(house, LEO))
    page = visitor.send(page, day="21", month="6", year="2012")
    assert page.heading == hers.heading
    answer = visitor.post_form(hers, to="/opposition/verifier", **{"dire-non": ""})
    assert answer.location == "/opposition/verifier"
    assert (state(house, AMINA), state(house, LEO)) == (State.ANNOUNCED, State.ANNOUNCED)


def test_a_childs_mother_goes_straight_to_the_last_question(house: House) -> None:
    visitor = with_record_of(house, CLAIRE, LEO, "Léo")
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    assert page.path == "/opposition/verifier"
    assert "Vous lisez le dossier de Léo." in page.all_words
    visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert state(house, LEO) is State.OPPOSED
    with house.store.reading() as unit:
        assert "CLAIRE" in receipts_of(unit, house.patient_id(LEO))[0].actor.upper()


def test_the_representative_of_an_adult_is_asked_what_the_judgment_says(house: House) -> None:
    visitor = with_record_of(house, BRUNO, ODETTE, "Odette")
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    assert (page.path, page.heading) == ("/opposition/jugement", "Que dit le jugement ?")
    missing = visitor.post_form(page)
    assert (missing.status, "Choisissez une des trois réponses." in missing.words) == (422, True)
    page = visitor.send(page, to="/opposition/jugement", judgment="person")
    assert page.path == "/opposition/verifier"
    visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert state(house, ODETTE) is State.OPPOSED


@pytest.mark.parametrize("judgment", ["property", "unknown"])
def test_without_a_judgment_over_the_person_she_alone_decides(house: House, judgment: str) -> None:
    visitor = with_record_of(house, BRUNO, ODETTE, "Odette")
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    page = visitor.post_form(page, to="/opposition/jugement", judgment=judgment)
    assert page.heading == "La personne décide elle-même"
    assert "elle seule peut dire non" in page.words
    token = page.form("/quitter").untouched
    for path in ("/opposition/verifier", "/opposition/changer-avis"):
        answer = visitor.post(path, {**token, "way": "signed-in", "dire-non": ""})
        assert answer.location == "/opposition/jugement"
    assert state(house, ODETTE) is State.ANNOUNCED


def test_the_answer_about_one_judgment_says_nothing_of_another_record(house: House) -> None:
    visitor = with_record_of(house, BRUNO, ODETTE, "Odette")
    visitor.send(visitor.get("/opposition/jugement"), to="/opposition/jugement", judgment="person")
    assert visitor.get("/opposition/verifier").status == 200
    visitor.send(visitor.get("/dossiers"), to="/dossiers", saying="Mon dossier")
    assert visitor.get("/opposition/verifier").status == 200
    assert visitor.page.heading == "Ce dossier est déjà activé"


def test_the_protected_person_herself_decides_without_being_asked_anything(house: House) -> None:
    put_in_state(house, ODETTE, State.ANNOUNCED)
    visitor = house.signed_in(ODETTE)
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    assert page.path == "/opposition/verifier"


@pytest.mark.parametrize(
    ("identifier", "words", "link"),
    [
        ("roux.jeanne", "Votre dossier est déjà activé.", "/fermer"),
        ("morel.denise", "Vous avez déjà dit non.", "/opposition/changer-avis"),
        ("caron.henriette", "Votre dossier est déjà fermé.", "/recepisses"),
    ],
)
def test_the_first_page_knows_where_the_open_record_stands(
    house: House, identifier: str, words: str, link: str
) -> None:
    page = house.signed_in(identifier).get("/opposition")
    assert words in page.words
    assert link in page.links
    assert [form.action for form in page.forms] == ["/quitter"]


def test_a_visit_that_ended_before_the_last_button_does_nothing_and_says_so(house: House) -> None:
    visitor = house.signed_in(AMINA)
    page = visitor.send(visitor.get("/opposition"), to="/opposition")
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE web_session SET seen_at = '2020-01-01 00:00:00.000000'")
    answer = visitor.post_form(page, to="/opposition/verifier", **{"dire-non": ""})
    assert answer.location == "/session-terminee"
    assert state(house, AMINA) is State.ANNOUNCED


def test_the_record_closed_by_its_reader_is_opened_again_elsewhere(house: House) -> None:
    visitor = house.signed_in("caron.henriette")
    assert visitor.get("/opposition/changer-avis").location == "/rouvrir"
