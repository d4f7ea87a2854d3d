"""Who got a letter, on a phone 320 pixels wide without JavaScript: says no, changes her mind, comes late, lost it."""

import pytest
from playwright.sync_api import Page, expect

from dossier.lifecycle import State
from portal.ui import day_in_words
from tests.printouts.reading import words

from .letters import VIDAL, in_groups_of_four, letter_to
from .papers import paper_behind
from .running import Running
from .saying_no import (
    begin_on_phone,
    comes_to,
    give_date_on_phone,
    plain,
    prove_letter_on_phone,
    say_no_on_phone,
    step_back,
    take_the_no_back_on_phone,
    today,
    words_on,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_madame_vidal_says_no_with_her_letter_and_follows_her_request(phone: Page, portal: Running) -> None:
    vidal = letter_to(portal, VIDAL)
    say_no_on_phone(phone, vidal.code(), vidal)
    told = words_on(phone)
    number = in_groups_of_four(told)
    for word in ("Marguerite Vidal", "la personne qui a la lettre", today(), "Vous n’avez plus rien à faire."):
        assert word in told
    paper = paper_behind(phone, "**/papier?*", phone.get_by_role("link", name="En très grandes lettres"))
    for word in ("Vous avez dit non au dossier", number, "Marguerite Vidal", today()):
        assert word in words(paper)
    phone.goto(f"{portal.url}/")
    phone.get_by_role("link", name="Je ne sais pas comment faire").click()
    phone.get_by_role("link", name="Savoir où en est ma demande").click()
    comes_to(phone, "Où en est votre demande ?")
    phone.get_by_label("Le numéro du récépissé").fill(number.replace("-", " "))
    give_date_on_phone(phone, vidal.person.birth_on)
    phone.get_by_role("button", name="Voir où elle en est").click()
    comes_to(phone, "Votre demande, aujourd’hui")
    assert "Elle va partir à l’Assurance Maladie." in words_on(phone)
    assert "Vidal" not in words_on(phone)


def test_a_wrong_date_and_the_back_button_lose_nothing(phone: Page, portal: Running) -> None:
    vidal = letter_to(portal, VIDAL)
    prove_letter_on_phone(phone, vidal.code(), vidal)
    comes_to(phone, "Vérifiez, puis dites non")
    last_day = vidal.case().displayed_on
    assert last_day is not None
    assert f"Vous pouvez dire non jusqu’au {plain(day_in_words(last_day))}." in words_on(phone)
    step_back(phone)
    comes_to(phone, "Quand est née la personne de la lettre ?")
    phone.get_by_label("Jour").fill("7")
    phone.get_by_role("button", name="Continuer").click()
    expect(phone.get_by_text("Le code et la date ne vont pas ensemble.")).to_be_visible()
    expect(phone.get_by_label("Année")).to_have_value("1947")
    phone.get_by_label("Jour").fill("6")
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Vérifiez, puis dites non")
    assert vidal.case().state is State.ANNOUNCED


def test_she_changes_her_mind_at_once_and_again_with_the_same_letter_later(phone: Page, portal: Running) -> None:
    vidal = letter_to(portal, VIDAL)
    code = vidal.code()
    say_no_on_phone(phone, code, vidal)
    take_the_no_back_on_phone(phone)
    phone.get_by_role("link", name="Dire non au dossier").click()
    phone.get_by_role("button", name="Je dis non au dossier").click()
    comes_to(phone, "C’est noté : vous avez dit non")
    phone.get_by_role("button", name="Quitter et effacer").click()
    comes_to(phone, "Au revoir")
    phone.goto(f"{portal.url}/")
    prove_letter_on_phone(phone, code, vidal)
    comes_to(phone, "Vous avez déjà dit non")
    assert vidal.case().state is State.OPPOSED
    take_the_no_back_on_phone(phone)
    assert vidal.case().state is State.ANNOUNCED


def test_without_her_letter_the_answer_is_always_the_same_and_the_new_code_works(phone: Page, portal: Running) -> None:
    vidal = letter_to(portal, VIDAL)
    vidal.let_days_pass(3)
    first = vidal.code()
    begin_on_phone(phone, "Je n’ai pas ma lettre")
    _say_who_she_is(phone, "Vidale", vidal.person.ins)
    told_to_a_stranger = words_on(phone)
    assert vidal.code() == first
    phone.get_by_role("link", name="Vérifier mes réponses").click()
    _say_who_she_is(phone, "Vidal", vidal.person.ins)
    assert words_on(phone) == told_to_a_stranger
    new = vidal.code()
    assert new != first
    phone.goto(f"{portal.url}/")
    say_no_on_phone(phone, new, vidal)
    assert vidal.case().state is State.OPPOSED


def test_too_late_the_same_form_asks_for_the_closure_and_says_the_difference(phone: Page, portal: Running) -> None:
    vidal = letter_to(portal, VIDAL)
    vidal.let_days_pass(60)
    prove_letter_on_phone(phone, vidal.code(), vidal)
    comes_to(phone, "Le dossier existe déjà : vous pouvez le fermer")
    told = words_on(phone)
    assert "Dire non à temps Le dossier n’est pas créé." in told
    assert "Demander la fermeture maintenant Le dossier est fermé. Il n’est plus lu. Il est gardé dix ans." in told
    expect(phone.get_by_role("button", name="Je dis non au dossier")).to_have_count(0)
    phone.get_by_role("button", name="Demander la fermeture").click()
    comes_to(phone, "C’est noté : vous demandez la fermeture")
    assert "Le dernier jour pour dire non était passé. Alors le dossier est fermé." in words_on(phone)
    assert vidal.case().state is State.CLOSED


def _say_who_she_is(phone: Page, birth_name: str, number: str) -> None:
    comes_to(phone, "Pour qui faut-il un code ?")
    phone.get_by_label("Nom de naissance").fill(birth_name)
    phone.get_by_label("Prénom").fill("marguerite")
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Quelle est la date de naissance ?")
    give_date_on_phone(phone, VIDAL.person.birth_on)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Quel est le numéro de sécurité sociale ?")
    phone.get_by_label("Quel est le numéro de sécurité sociale ?").fill(number)
    phone.get_by_role("button", name="Demander un code").click()
    comes_to(phone, "Un code part peut-être vers vous")
