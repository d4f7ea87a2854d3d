"""Without the letter: the same page and the same words for everybody, and a code where the house already writes."""

import pytest

from back_office.demo.cast import BY_IDENTIFIER
from dossier.outbox import waiting_messages
from tests.kit.portal import House
from tests.kit.visitor import Answer, Visitor

AMINA, DENISE = "diallo.amina", "morel.denise"
SENT = "/opposition/sans-code/envoye"


def ask(visitor: Visitor, identifier: str, **other: str) -> Answer:
    person = BY_IDENTIFIER[identifier].person
    born = person.birth_on
    told = {"birth_name": person.birth_name.title(), "first_name": person.first_names[0].lower(), "number": person.ins}
    told |= other
    page = visitor.get(visitor.get("/opposition").link("Je n’ai pas ma lettre"))
    page = visitor.send(page, birth_name=told["birth_name"], first_name=told["first_name"])
    assert page.path == "/opposition/sans-code/naissance", page.words
    page = visitor.send(page, day=str(born.day), month=str(born.month), year=str(born.year))
    assert page.path == "/opposition/sans-code/numero", page.words
    return visitor.send(page, number=told["number"])


def codes_queued(house: House) -> list[str]:
    with house.store.reading() as unit:
        hers = waiting_messages(unit, limit=100, patient_id=house.patient_id(AMINA))
        return [message.channel for message in hers if message.kind == "letter-code"]


def test_a_code_goes_to_the_telephone_on_file(house: House) -> None:
    page = ask(house.visitor(), AMINA)
    assert page.path == SENT
    assert "Si nous connaissons cette personne, un code part maintenant." in page.words
    assert codes_queued(house) == ["sms"]
    assert page.link("J’ai reçu le code") == "/opposition/code"


@pytest.mark.parametrize("wrong", [{"birth_name": "Autre"}, {"first_name": "Autre"}, {"number": ""}])
def test_somebody_unknown_gets_the_same_page_and_no_code(house: House, wrong: dict[str, str]) -> None:
    known = ask(house.visitor(), AMINA)
    if "number" in wrong:
        wrong = {"number": BY_IDENTIFIER[DENISE].person.ins}
    before = codes_queued(house)
    unknown = ask(house.visitor(), AMINA, **wrong)
    assert (unknown.path, unknown.status, unknown.words) == (known.path, known.status, known.words)
    assert codes_queued(house) == before


def test_a_corsican_number_with_spaces_is_understood(house: House) -> None:
    ins = BY_IDENTIFIER[DENISE].person.ins
    assert "2A" in ins
    spaced = f" {ins[0]} {ins[1:3]} {ins[3:5]} {ins[5:7].lower()} {ins[7:10]} {ins[10:13]} {ins[13:]} "
    assert ask(house.visitor(), DENISE, number=spaced).path == SENT


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "La case est vide."),
        ("2 95 05 93 066", "Il faut 15 signes, avec les 2 chiffres de la fin."),
        ("295059306691400", "Un des chiffres n’est pas le bon."),
        ("x" * 300, "Ce numéro n’est pas complet."),
    ],
)
def test_a_mistyped_number_is_told_kindly_and_stays_in_its_box(house: House, typed: str, told: str) -> None:
    page = ask(house.visitor(), AMINA, number=typed)
    assert (page.status, told in page.words) == (422, True)
    assert page.form("/opposition/sans-code/numero").untouched["number"] == typed[:200]
    assert codes_queued(house) == []


def test_the_names_are_asked_for_one_by_one_and_nothing_typed_is_lost(house: House) -> None:
    visitor = house.visitor()
    page = visitor.post_form(visitor.get("/opposition/sans-code"), birth_name="Diallo <b>", first_name=" ")
    assert (page.status, "Il manque le prénom." in page.words) == (422, True)
    assert page.form("/opposition/sans-code").untouched["birth_name"] == "Diallo <b>"
    page = visitor.post_form(page, birth_name="", first_name="Amina")
    assert "Il manque le nom." in page.words


def test_names_with_accents_hyphens_and_case_are_hers(house: House) -> None:
    ask(house.visitor(), AMINA, birth_name="  DÎALLO", first_name="Ami-na")
    assert codes_queued(house) == ["sms"]


@pytest.mark.parametrize("path", ["naissance", "numero"])
def test_a_step_reached_without_the_one_before_begins_with_the_names(house: House, path: str) -> None:
    visitor = house.visitor()
    page = visitor.follow(visitor.get(f"/opposition/sans-code/{path}"))
    assert page.path == "/opposition/sans-code"


def test_asking_again_and_again_makes_the_device_wait(house: House) -> None:
    visitor = house.visitor()
    pages = [ask(visitor, AMINA) for _ in range(12)]
    assert [page.status for page in pages][-1] == 429
    assert "Cet appareil attend. Ses voisins sur internet peuvent attendre aussi." in pages[-1].words
    assert codes_queued(house) == ["sms"], "and one message is enough"


def test_nothing_of_what_was_typed_stands_in_an_address(house: House) -> None:
    visitor = house.visitor()
    ask(visitor, AMINA)
    trail = " ".join(visitor.trail).lower()
    assert [one for one in ("diallo", "amina", "1995", BY_IDENTIFIER[AMINA].person.ins) if one in trail] == []
