"""A child's letter that reached the wrong person: said in two steps, and nothing opens by itself any more."""

import pytest

from dossier.base import in_groups
from dossier.lifecycle import State, case_of
from tests.kit.letters import days_ago, letter_to, put_in_state
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

LEO = "martin.leo"


def confirm_page(visitor: Visitor, code: str) -> Answer:
    page = visitor.get(visitor.get("/opposition").link("Cette lettre n’est pas pour moi"))
    return visitor.send(page, code=code)


def test_the_letter_of_a_child_stops_the_opening_and_shows_no_name(house: House) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visitor = house.visitor()
    page = confirm_page(visitor, letter_to(house, LEO, sent_on=days_ago(3)))
    assert page.heading == "Cette lettre n’est pas pour vous ?"
    with house.store.reading() as unit:
        assert case_of(unit, house.patient_id(LEO)).blocked_at is None
    page = visitor.send(page, to="/opposition/pas-pour-moi/confirmer")
    assert page.heading == "C’est noté : la lettre n’est pas pour vous"
    assert "Le dossier ne s’ouvrira pas tout seul." in page.words
    assert "L. M." in page.words
    assert "Léo" not in page.words
    assert "Martin" not in page.words
    with house.store.reading() as unit:
        case = case_of(unit, house.patient_id(LEO))
    assert case.blocked_at is not None
    assert (case.state, case.due_at) == (State.ANNOUNCED, None)


def test_said_twice_it_gives_the_same_receipt(house: House) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    visitor = house.visitor()
    page = confirm_page(visitor, letter_to(house, LEO))
    first = visitor.send(page, to="/opposition/pas-pour-moi/confirmer")
    assert visitor.send(page, to="/opposition/pas-pour-moi/confirmer").words == first.words


def test_who_represents_the_child_may_still_say_no(house: House) -> None:
    put_in_state(house, LEO, State.ANNOUNCED)
    code, visitor = letter_to(house, LEO), house.visitor()
    visitor.send(confirm_page(visitor, code), to="/opposition/pas-pour-moi/confirmer")
    page = visitor.send(visitor.get("/opposition/code"), code=code)
    page = visitor.send(page, day="21", month="juin", year="2012")
    page = visitor.send(page, to="/opposition/verifier", **{"dire-non": ""})
    assert page.heading == "C’est noté : vous avez dit non"


def test_a_code_that_is_no_letters_is_told_kindly(house: House) -> None:
    visitor = house.visitor()
    code = letter_to(house, "diallo.amina")
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("DELETE FROM letter_code")
    page = confirm_page(visitor, code)
    assert (page.status, "Nous ne trouvons pas ce code." in page.words) == (422, True)
    assert page.form("/opposition/pas-pour-moi").untouched["code"] == code


@pytest.mark.parametrize("state", [State.OPENED, State.ACTIVATED, State.OPPOSED, State.CLOSED])
def test_a_record_that_waits_for_no_answer_is_left_as_it_is(house: House, state: State) -> None:
    put_in_state(house, LEO, state)
    visitor = house.visitor()
    code = letter_to(house, LEO)
    page = confirm_page(visitor, code)
    assert "Ce dossier n’attend plus de réponse à la lettre." in page.words
    assert [form.action for form in page.forms] == ["/quitter"]
    answer = visitor.post("/opposition/pas-pour-moi/confirmer", page.form("/quitter").untouched)
    assert answer.location == "/opposition/pas-pour-moi/confirmer"
    assert in_groups(code) in visitor.follow(answer).words
