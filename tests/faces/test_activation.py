"""Activating, the proofs: the letter's code, the end of the card, the birth date; what is typed wrong."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from dossier.base import in_groups
from dossier.identity import has_credentials
from tests.kit.activating import AURELIE, NOON, PASSWORD, choose, known, prove
from tests.kit.portal import House

STEPS = ("carte", "naissance", "identifiant", "mot-de-passe", "second-code", "preferences", "verifier", "fini")


@pytest.mark.parametrize(
    ("wrong", "born", "card"),
    [
        ("code", ("28", "5", "1969"), "4711"),
        ("card", ("28", "5", "1969"), "4712"),
        ("birth", ("27", "5", "1969"), "4711"),
    ],
)
def test_one_wording_whichever_of_the_three_is_wrong(
    house: House, wrong: str, born: tuple[str, str, str], card: str
) -> None:
    _, code = known(house)
    _, other = known(
        house, replace(AURELIE, ins="269054958815879", card_serial="1234567890", birth_on=date(1950, 1, 1))
    )
    page = prove(house.visitor(), other if wrong == "code" else code, card=card, born=born)
    assert (page.status, page.heading) == (422, "Nous n’avons pas reconnu ces trois réponses")
    shown = in_groups(other if wrong == "code" else code)
    told = page.words.replace(shown, "").replace(card, "").replace(f"{born[0]} mai 1969", "")
    assert " ".join(told.split()) == (
        "Nous n’avons pas reconnu ces trois réponses Une des trois n’est pas la bonne. Regardez-les une par une. "
        "Le code de la lettre Changer le code Les 4 chiffres de la carte Vitale Changer les 4 chiffres "
        "La date de naissance Changer la date Recevoir un nouveau code Si la lettre est ancienne ou perdue. "
        "Me faire aider Au téléphone, ou dans une maison France Services."
    )


@pytest.mark.parametrize("birthday", [-1, 0])
def test_a_code_of_somebody_under_eighteen_makes_no_identifier(house: House, birthday: int) -> None:
    with time_machine.travel(NOON, tick=False):
        born = NOON.date().replace(year=NOON.year - 18) - timedelta(days=birthday)
        patient, code = known(house, replace(AURELIE, birth_on=born))
        visitor = house.visitor()
        page = prove(visitor, code, born=(str(born.day), str(born.month), str(born.year)))
        if birthday == 0:
            assert page.path == "/activation/identifiant"
            return
        assert (page.status, page.heading) == (200, "Ce dossier est celui d’un enfant")
        assert "/connexion" in page.links
        assert visitor.get("/activation/identifiant").location == "/activation?debut=1"
    with house.store.reading() as unit:
        assert not has_credentials(unit, patient)


def test_a_wrong_answer_is_changed_without_typing_the_others_again(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    page = prove(visitor, code, card="4712")
    card = visitor.get(page.link("Changer les 4 chiffres"))
    assert card.form().untouched["card"] == "4712"
    birth = visitor.send(card, card="4711")
    assert [birth.form().untouched[name] for name in ("day", "month", "year")] == ["28", "5", "1969"]
    assert visitor.send(birth).path == "/activation/identifiant"


def test_a_right_proof_made_wrong_again_opens_nothing_more(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    prove(visitor, code)
    visitor.send(visitor.get("/activation/carte"), card="0000")
    for path in ("identifiant", "mot-de-passe", "second-code", "preferences", "verifier"):
        assert visitor.get(f"/activation/{path}").location == "/activation?debut=1", path


def test_an_old_code_is_told_so_and_leads_to_a_new_one(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _, code = known(house)
        clock.shift(timedelta(weeks=6, seconds=1))
        page = prove(house.visitor(), code)
        assert page.heading == "Ce code ne sert plus"
        assert page.link("Demander un nouveau code") == "/activation/sans-code"


def test_who_has_no_card_on_file_is_shown_the_way_by_a_person(house: House) -> None:
    _, code = known(house, replace(AURELIE, card_serial=""))
    visitor = house.visitor()
    page = prove(visitor, code)
    assert page.heading == "Nous n’avons pas le numéro de votre carte"
    page = visitor.get(page.link("Comment faire avec une personne"))
    assert "Dans une maison France Services" in page.words
    assert "3422" in page.words


def test_too_many_guesses_wait_kindly_and_keep_what_was_typed(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    page = prove(visitor, code, card="0000")
    for _ in range(12):
        page = visitor.send(visitor.get("/activation/naissance"))
    assert (page.status, page.heading) == (429, "Activation : faites une pause")
    assert int(page.headers["Retry-After"]) > 0
    assert visitor.get("/activation/carte").form().untouched["card"] == "0000"


def test_a_code_that_was_tried_too_often_asks_for_the_number_as_well(house: House) -> None:
    _, code = known(house)
    with house.store.writing() as unit:
        unit.connection.exec_driver_sql("UPDATE letter_code SET failures = 20")
    visitor = house.visitor()
    page = prove(visitor, code)
    assert page.path == "/activation/numero"
    assert visitor.post_form(page, number="1 23").status == 422
    assert visitor.post_form(page, number="").status == 422
    assert visitor.send(page, number=" 2 69 05 49 588 157 80 ").path == "/activation/identifiant"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "La case est vide."),
        ("7KQM", "Il en manque 8."),
        ("7KQM 4HTX 9DFR 2", "Il y en a 1 de trop."),
        ("0000 0000 0000", "Un des signes n’est pas le bon."),
    ],
)
def test_a_mistyped_code_is_told_and_shown_again(house: House, typed: str, said: str) -> None:
    visitor = house.visitor()
    page = visitor.post_form(visitor.get("/activation/code"), code=typed)
    assert (page.status, said in page.words) == (422, True)
    assert page.form().untouched["code"] == typed
    assert page.title.startswith("Erreur : ")


@pytest.mark.parametrize("typed", ["80250000020000004711", " 47 11 ", "４７１１", "٤٧١١"])
def test_the_end_of_the_card_is_understood_however_it_is_typed(house: House, typed: str) -> None:
    _, code = known(house)
    assert prove(house.visitor(), code, card=typed).path == "/activation/identifiant"


def test_letters_or_too_few_digits_of_the_card_are_told(house: House) -> None:
    visitor = house.visitor()
    page = visitor.send(visitor.get("/activation/code"), code=known(house)[1])
    for typed in ("", "471", "abcd"):
        answer = visitor.post_form(page, card=typed)
        assert (answer.status, answer.form().untouched["card"]) == (422, typed)


def test_an_impossible_birth_date_is_told_and_shown_again(house: House) -> None:
    visitor = house.visitor()
    page = prove(visitor, known(house)[1], born=("30", "février", "1969"))
    assert (page.status, "Ce jour n’existe pas." in page.words) == (422, True)
    assert page.form().untouched["month"] == "février"


def test_who_has_an_identifier_already_is_sent_to_sign_in(house: House) -> None:
    _, code = known(house)
    visitor = house.visitor()
    visitor.send(choose(visitor, prove(visitor, code), "print"))
    page = prove(house.visitor(), code)
    assert (page.heading, page.link("Ouvrir mon dossier")) == ("Votre dossier est déjà activé", "/connexion")


def test_every_step_without_its_answers_goes_kindly_back_to_the_start(house: House) -> None:
    visitor = house.visitor()
    for path in (*STEPS, "numero", "sans-code/naissance", "sans-code/numero"):
        page = visitor.follow(visitor.get(f"/activation/{path}"))
        assert (page.heading, "Recommencez ici." in page.words) == ("Activer mon dossier de santé", True), path
    token = page.forms[0].untouched["jeton"]
    for path in STEPS:
        assert visitor.post(f"/activation/{path}", {"jeton": token}).location == "/activation?debut=1", path


def test_answers_wait_twenty_hours_and_no_longer(house: House) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _, code = known(house)
        visitor = house.visitor()
        prove(visitor, code)
        clock.shift(timedelta(hours=19))
        page = visitor.send(visitor.get("/activation/identifiant"))
        assert page.path == "/activation/mot-de-passe"
        clock.shift(timedelta(hours=20, seconds=1))
        assert visitor.send(page, password=PASSWORD).heading == "Activer mon dossier de santé"


def test_the_front_door_leads_to_the_activation(house: House) -> None:
    visitor = house.visitor()
    assert "/activation" in visitor.get("/").links
    assert "/activation" in visitor.get("/plan-du-site").links
