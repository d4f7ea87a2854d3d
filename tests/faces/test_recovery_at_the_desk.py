"""Getting an access back at a desk: the patient's own screen, from its code to the new password."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from dossier.base import now
from dossier.identity import TypedIdentity
from dossier.recovery import IdentityUnseen, Lost, confirm_seen, refuse_seen, see_identity
from tests.kit.activating import AURELIE, NOON, identifier_on
from tests.kit.house import CODES
from tests.kit.portal import House
from tests.kit.recovering import NEW_PASSWORD, ask, case_on, dispute_code, known, prove
from tests.kit.recovery import CONTACTS, DOMAINS, advisor, shown_at, supervisor
from tests.kit.visitor import Answer, Visitor

HERS = TypedIdentity("DELMAS", "AURELIE", AURELIE.birth_on, AURELIE.ins)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def at_desk(visitor: Visitor) -> Answer:
    """Ask for the code that a desk is shown."""
    page = visitor.send(visitor.get("/acces-perdu/guichet"))
    assert page.heading == "Montrez ce code à la personne du guichet"
    return page


def code_on(page: Answer) -> str:
    return re.search(r"\b\d{3} \d{3}\b", page.words)[0]


def paper_seen(house: House, page: Answer, *, code: str = "", at: datetime | None = None) -> None:
    with house.store.writing() as unit:
        see_identity(unit, case_on(page), HERS, DOMAINS, code or code_on(page), at or now(), advisor)


def second_person(house: House, page: Answer, patient_id: bytes, *, agrees: bool = True) -> None:
    with house.store.writing() as unit:
        answer, number = confirm_seen if agrees else refuse_seen, case_on(page)
        answer(unit, supervisor(patient_id), number, now(), shown_at=shown_at(unit, number, now()))


def test_who_lost_everything_shows_a_code_waits_and_chooses_new_means(
    house: House, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house, card=False, mobile=CONTACTS["mobile"])
    visitor = house.visitor()
    ask(visitor, Lost.EVERYTHING)
    page = at_desk(visitor)
    assert page.headers["Refresh"] == "15"
    assert "12 h 30" not in page.words
    assert "13 h 30" in page.words.replace("\u00a0", " ")
    assert page.link("Continuer") == page.path
    paper_seen(house, page)
    wait = visitor.follow(visitor.get(page.path))
    assert (wait.heading, wait.headers["Refresh"]) == ("Une deuxième personne vérifie", "15")
    assert visitor.follow(visitor.get("/acces-perdu/etat")).heading == wait.heading
    second_person(house, page, patient_id)
    page = visitor.follow(visitor.get(wait.path))
    assert page.path == "/acces-perdu/identifiant"
    page = visitor.send(visitor.send(page), password=NEW_PASSWORD)
    page = visitor.send(page, factor="printed-card")
    assert page.heading == "C’est fait : vous avez retrouvé votre accès"
    assert identifier_on(page)


def test_what_was_granted_at_the_desk_opens_on_no_other_screen(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house, card=False, mobile=CONTACTS["mobile"])
    visitor, other = house.visitor(), house.visitor()
    ask(visitor, Lost.PASSWORD)
    page = at_desk(visitor)
    other.send(other.get("/acces-perdu/suivi"), number=case_on(page), day="28", month="5", year="1969")
    paper_seen(house, page)
    second_person(house, page, patient_id)
    assert other.follow(other.get("/acces-perdu/etat")).path != "/acces-perdu/mot-de-passe"
    assert other.follow(other.get("/acces-perdu/mot-de-passe")).path != "/acces-perdu/mot-de-passe"
    assert visitor.follow(visitor.get(page.path)).path == "/acces-perdu/mot-de-passe"


def test_a_paper_counts_at_once_as_one_proof_where_another_way_is_left(
    house: House, clock: time_machine.Traveller
) -> None:
    known(house)
    visitor = house.visitor()
    ask(visitor, Lost.PASSWORD)
    page = at_desk(visitor)
    paper_seen(house, page)
    page = visitor.follow(visitor.get(page.path))
    assert page.heading == "Accès perdu : une deuxième preuve"
    page = visitor.send(visitor.send(page, proof="carte"), code=CODES[0])
    assert page.path == "/acces-perdu/mot-de-passe"


def test_a_frozen_case_goes_on_in_another_on_the_screen_at_the_desk(
    house: House, clock: time_machine.Traveller
) -> None:
    patient_id, _ = known(house)
    visitor, owner = house.visitor(), house.visitor()
    page = prove(house, visitor, ask(visitor, Lost.PASSWORD), patient_id, "sms")
    check = owner.send(owner.get("/ce-n-est-pas-moi"), code=dispute_code(house, patient_id))
    owner.send(check)
    frozen = visitor.follow(visitor.get("/acces-perdu/etat"))
    assert frozen.heading == "Votre demande est arrêtée"
    page = at_desk(visitor)
    paper_seen(house, page)
    assert visitor.follow(visitor.get(page.path)).heading == "Une deuxième personne vérifie"
    second_person(house, page, patient_id)
    again = visitor.follow(visitor.get("/acces-perdu/guichet/attente"))
    assert again.heading == "Accès perdu : une deuxième preuve"
    assert case_on(again) != case_on(page)


def test_when_nobody_agrees_it_is_said_and_a_new_code_is_offered(house: House, clock: time_machine.Traveller) -> None:
    patient_id, _ = known(house, card=False, mobile=CONTACTS["mobile"])
    visitor = house.visitor()
    ask(visitor, Lost.PASSWORD)
    page = at_desk(visitor)
    paper_seen(house, page)
    wait = visitor.follow(visitor.get(page.path))
    second_person(house, page, patient_id, agrees=False)
    refused = visitor.get(wait.path)
    assert refused.heading == "Ce n’est pas confirmé"
    assert "Refresh" not in refused.headers
    assert code_on(visitor.send(refused)) != code_on(page)


def test_after_a_day_without_an_answer_nobody_is_kept_waiting(house: House, clock: time_machine.Traveller) -> None:
    known(house, card=False, mobile=CONTACTS["mobile"])
    visitor = house.visitor()
    ask(visitor, Lost.PASSWORD)
    page = at_desk(visitor)
    paper_seen(house, page)
    clock.shift(timedelta(hours=24))
    back = visitor.send(visitor.get("/acces-perdu/suivi"), number=case_on(page), day="28", month="5", year="1969")
    assert back.heading == "Accès perdu : une première preuve"


def test_an_old_code_is_dead_and_its_page_leads_back(house: House, clock: time_machine.Traveller) -> None:
    known(house)
    visitor = house.visitor()
    ask(visitor, Lost.PASSWORD)
    first = at_desk(visitor)
    clock.shift(timedelta(minutes=30))
    assert visitor.get(first.path).location == "/acces-perdu/guichet"
    second = at_desk(visitor)
    for code in {code_on(first), "000 000"} - {code_on(second)}:
        with pytest.raises(IdentityUnseen):
            paper_seen(house, second, code=code)
    paper_seen(house, second)


def test_an_unknown_person_has_a_code_like_anybody(house: House, clock: time_machine.Traveller) -> None:
    known(house)
    pages = []
    for name in ("Delmas", "Dupond"):
        visitor = house.visitor()
        ask(visitor, Lost.PASSWORD, name)
        page = at_desk(visitor)
        pages.append((page.words.replace(code_on(page), "").replace(case_on(page), ""), len(page.content)))
        assert visitor.get("/acces-perdu/guichet/attente").status == 200
    assert pages[0] == pages[1]


def test_without_a_case_no_code_is_offered_and_none_is_made(house: House) -> None:
    visitor = house.visitor()
    page = visitor.get("/acces-perdu/guichet")
    assert "Montrer mon code" not in page.words
    assert "/acces-perdu/suivi" in page.links
    sent = visitor.post("/acces-perdu/guichet", {"jeton": page.form("/quitter").untouched["jeton"]})
    assert sent.location == "/acces-perdu?debut=1"
    for path in ("code", "attente"):
        assert visitor.get(f"/acces-perdu/guichet/{path}").location == "/acces-perdu?debut=1"
