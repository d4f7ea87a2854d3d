"""Mme Lambert activates her record with her letter's code and her carte Vitale, then signs in with her printed card."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dossier.lifecycle import State
from tests.kit.terminal import TextBrowser
from tests.printouts.reading import words

from .letters import LAMBERT, letter_to
from .papers import paper_behind, saved_paper
from .running import Running
from .saying_no import comes_to, give_date_at_terminal, give_date_on_phone, words_on

pytestmark = [pytest.mark.journey, pytest.mark.slow]
PASSWORD = "quatre merles sur un fil"
CARD_END = LAMBERT.person.card_serial[-4:]


def test_madame_lambert_activates_and_signs_in_with_her_printed_card(
    person: TextBrowser, portal: Running, tmp_path: Path
) -> None:
    lambert, identifier = letter_to(portal, LAMBERT), f"bisontine-{type(person).__name__.lower()}"
    person.follow("Activer mon dossier")
    person.wait_for("Il vous faut trois choses : un code, votre carte Vitale et votre date de naissance.")
    person.follow("J’ai mon code")
    _prove(person, lambert.code())
    person.wait_for("Merci, c’est bien vous.")
    _choose_means(person, identifier)
    person.wait_for("Activation : vérifiez vos réponses")
    person.wait_for(identifier)
    assert PASSWORD not in person.screen()
    assert lambert.case().state is State.OPENED
    person.follow("Activer mon dossier")
    person.wait_for("C’est fait : votre dossier est activé")
    assert lambert.case().state is State.ACTIVATED
    person.follow("Ouvrir ma carte à imprimer")
    card = words(saved_paper(person, tmp_path / "carte.pdf"))
    assert "Simone Lambert" in card
    person.back()
    person.wait_for("Prenez maintenant votre carte de codes")
    person.follow("J’ai ma carte")
    person.wait_for("La carte n’est plus ici. Rangez bien la feuille.")
    person.follow("Aller à mon dossier")
    _sign_in(person, identifier, card)
    person.wait_for("Bonjour Madame Lambert")
    person.wait_for("Il n’y a pas encore de document.")


def test_madame_lambert_activates_on_a_small_phone(phone: Page, portal: Running) -> None:
    lambert, identifier = letter_to(portal, LAMBERT), "bisontine-en-poche"
    phone.get_by_role("link", name="Activer mon dossier").click()
    comes_to(phone, "Activer mon dossier de santé")
    phone.get_by_role("link", name="J’ai mon code d’activation").click()
    _prove_on_phone(phone, lambert.code())
    phone.get_by_label("Activation : votre identifiant").fill(identifier)
    phone.get_by_role("button", name="Prendre cet identifiant").click()
    comes_to(phone, "Activation : votre mot de passe")
    phone.get_by_label("Activation : votre mot de passe").fill(PASSWORD)
    phone.get_by_role("button", name="Prendre ce mot de passe").click()
    comes_to(phone, "Activation : comment recevoir vos codes ?")
    phone.get_by_label("Une carte de codes, à imprimer tout de suite").check()
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Activation : vos préférences")
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Activation : vérifiez vos réponses")
    assert identifier in words_on(phone)
    phone.get_by_role("button", name="Activer mon dossier").click()
    comes_to(phone, "C’est fait : votre dossier est activé")
    card = words(paper_behind(phone, "**/activation/fini", phone.get_by_role("button", name="Ouvrir ma carte")))
    phone.goto(f"{portal.url}/")
    phone.get_by_role("link", name="Ouvrir mon dossier").click()
    phone.get_by_label("Votre identifiant").fill(identifier)
    phone.get_by_role("button", name="Continuer").click()
    phone.get_by_label("Votre mot de passe").fill(PASSWORD)
    phone.get_by_role("button", name="Continuer").click()
    phone.get_by_role("button", name="Prendre plutôt ma carte de codes").click()
    phone.get_by_label("Le code numéro").fill(_asked_line(words_on(phone), card))
    phone.get_by_role("button", name="Ouvrir mon dossier").click()
    comes_to(phone, "Bonjour Madame Lambert")


def _prove(person: TextBrowser, code: str) -> None:
    person.wait_for("Il est sur la lettre, en gros.")
    person.type_into("Activation : le code de votre lettre", code)
    person.follow("Continuer")
    person.wait_for("Prenez la carte Vitale.")
    person.type_into("Écrivez les 4 derniers chiffres", CARD_END[::-1])
    person.follow("Continuer")
    person.wait_for("Activation : votre date de naissance")
    give_date_at_terminal(person, LAMBERT.person.birth_on)
    person.follow("Continuer")
    person.wait_for("Nous n’avons pas reconnu ces trois réponses")
    person.follow("Changer les 4 chiffres")
    person.wait_for("Prenez la carte Vitale.")
    person.type_into("Écrivez les 4 derniers chiffres", CARD_END)
    person.follow("Continuer")
    person.wait_for("Activation : votre date de naissance")
    person.follow("Continuer")


def _prove_on_phone(phone: Page, code: str) -> None:
    phone.get_by_label("Activation : le code de votre lettre").fill(code)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Activation : 4 chiffres de votre carte Vitale")
    phone.get_by_label("Activation : 4 chiffres de votre carte Vitale").fill(CARD_END)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Activation : votre date de naissance")
    give_date_on_phone(phone, LAMBERT.person.birth_on)
    phone.get_by_role("button", name="Continuer").click()
    comes_to(phone, "Activation : votre identifiant")


def _choose_means(person: TextBrowser, identifier: str) -> None:
    person.type_into("Activation : votre identifiant", identifier)
    person.follow("Prendre cet identifiant")
    person.wait_for("Prenez trois ou quatre mots")
    person.type_into("Activation : votre mot de passe", PASSWORD)
    person.follow("Prendre ce mot de passe")
    person.wait_for("comment recevoir vos codes ?")
    person.choose("Une carte de codes, à imprimer")
    person.follow("Continuer")
    person.wait_for("Tout est déjà choisi.")
    person.follow("Continuer")


def _sign_in(person: TextBrowser, identifier: str, card: str) -> None:
    person.wait_for("Il est écrit sur la lettre")
    person.type_into("Votre identifiant", identifier)
    person.follow("Continuer")
    person.wait_for("Votre mot de passe")
    person.type_into("Votre mot de passe", PASSWORD)
    person.follow("Continuer")
    person.wait_for("Le code reçu par SMS")
    person.follow("Prendre plutôt ma carte")
    person.wait_for("Cherchez le numéro")
    person.type_into("Le code numéro", _asked_line(person.screen(), card))
    person.follow("Ouvrir mon dossier")


def _asked_line(page: str, card: str) -> str:
    """Return the code that stands on the printed card beside the number that the page asks for."""
    asked = re.search(r"Le code numéro\s(\d+)", page)
    assert asked, page
    printed = re.search(rf"(?<!\d){asked[1]} (\d{{4}} \d{{4}})(?!\d)", card)
    assert printed, card
    return printed[1]
