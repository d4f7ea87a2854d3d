"""Asking for a new activation code: exactly oneself, and an answer that tells nothing."""

from datetime import timedelta

import time_machine

from dossier.outbox import waiting_messages
from tests.kit.activating import AURELIE, NOON, known, prove
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor


def test_the_page_without_code_answers_the_same_for_a_known_and_an_unknown_person(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        patient_id, _ = known(house)
        clock.shift(timedelta(minutes=2))
        known_page, unknown_page = (_ask_code(house.visitor(), name) for name in ("Delmas", "Dupond"))
        assert known_page.path == unknown_page.path == "/activation/sans-code/demande"
        assert known_page.words == unknown_page.words
        with house.store.reading() as unit:
            sent = [one for one in waiting_messages(unit, limit=9, patient_id=patient_id) if one.kind == "letter-code"]
        assert [(one.channel, one.address) for one in sent] == [("sms", AURELIE.mobile)]
        assert prove(house.visitor(), sent[0].parameters["code"]).path == "/activation/identifiant"


def _ask_code(visitor: Visitor, name: str) -> Answer:
    page = visitor.send(visitor.get("/activation/sans-code"), birth_name=name, first_name="aurelie")
    page = visitor.send(page, day="28", month="05", year="1969")
    return visitor.send(page, number="2 69 05 49 588 157 80")


def test_each_empty_or_wrong_box_without_code_is_told_and_shown_again(house: House) -> None:
    visitor = house.visitor()
    page = visitor.get("/activation/sans-code")
    assert "Écrivez votre nom de naissance." in visitor.post_form(page, first_name="Anne").words
    answer = visitor.post_form(page, birth_name="Delmas")
    assert (answer.status, "Écrivez votre prénom." in answer.words) == (422, True)
    page = visitor.send(answer, first_name="Anne")
    assert "Il manque l’année." in visitor.post_form(page, day="1", month="5").words
    page = visitor.send(page, day="28", month="5", year="1969")
    for typed, said in (("", "La case est vide."), ("2 69 05", "pas complet"), ("269054958815781", "pas le bon")):
        answer = visitor.post_form(page, number=typed)
        assert (answer.status, said in answer.words) == (422, True), typed
        assert answer.form().untouched["number"] == typed


def test_asking_for_codes_again_and_again_waits(house: House) -> None:
    visitor = house.visitor()
    pages = [_ask_code(visitor, "Delmas") for _ in range(8)]
    assert pages[0].path == "/activation/sans-code/demande"
    assert (pages[-1].status, pages[-1].heading) == (429, "Activation : faites une pause")
    assert visitor.get("/activation/sans-code").form().untouched["birth_name"] == "Delmas"
