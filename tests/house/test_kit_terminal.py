"""A person at lynx or w3m can fill in a form, answer, go back and save a PDF."""

import pytest

from tests.kit import terminal
from tests.kit.loopback import served
from tests.kit.tiny_site import PDF, site

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture(params=[terminal.Lynx, terminal.W3m], ids=["lynx", "w3m"])
def person(request, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with served(site) as url, terminal.person_at(request.param, home) as person:
        person.open(url)
        yield person


def test_a_form_is_filled_in_and_sent(person):
    person.wait_for("Votre nom")
    person.type_into("Nom de naissance", "Lefèvre")
    person.type_into("Prénom", "Ginette")
    person.type_into("Mot de passe", "trois petits mots")
    person.choose("Oui, je veux")
    person.follow("Continuer")
    person.wait_for("Bonjour Ginette Lefèvre, secret trois petits mots, oui, bouton go, visite première.")


def test_the_button_pressed_is_the_one_that_counts(person):
    person.follow("Quitter")
    person.wait_for("Bonjour ancien ,")
    person.wait_for("bouton leave")


def test_only_lynx_takes_the_first_choice_unasked(person):
    person.follow("Continuer")
    person.wait_for("bouton go")
    assert ("secret , oui," if isinstance(person, terminal.Lynx) else "secret , rien,") in person.screen()


def test_back_shows_the_page_before(person):
    person.follow("Continuer")
    person.wait_for("Bien reçu")
    person.back()
    person.wait_for("Votre nom")
    assert "Bien reçu" not in person.screen()


def test_a_pdf_is_saved_byte_for_byte(person, tmp_path):
    person.follow("Continuer")
    person.wait_for("Bien reçu")
    person.follow("Votre feuille")
    person.save_as(tmp_path / "feuille.pdf")
    assert (tmp_path / "feuille.pdf").read_bytes() == PDF


def test_what_is_not_there_is_not_found(person, monkeypatch):
    monkeypatch.setattr(terminal, "PATIENCE", 0.5)
    with pytest.raises(terminal.NotOnScreen, match="Votre nom"):
        person.wait_for("Introuvable")
    with pytest.raises(terminal.NotOnScreen, match="Introuvable"):
        person.go_to("Introuvable")
    with pytest.raises(terminal.NotOnScreen, match="Oui, je veux"):
        person.type_into("Accueil", "x")
