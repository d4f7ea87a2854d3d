"""The way in, step by step, as a person takes it."""

from playwright.sync_api import Page

from back_office.demo.cast import BY_IDENTIFIER
from tests.kit.terminal import TextBrowser

from .running import Running

ROUX, CLAIRE = "roux.jeanne", "martin.claire"


def sign_in_at_terminal(person: TextBrowser, portal: Running, identifier: str = ROUX) -> None:
    """Sign in with a code of the card, from the page that asks for the identifier."""
    person.wait_for("Il est écrit sur la lettre")
    person.type_into("Votre identifiant", identifier)
    person.follow("Continuer")
    person.wait_for("Votre mot de passe")
    person.type_into("Votre mot de passe", BY_IDENTIFIER[identifier].password)
    person.follow("Continuer")
    person.wait_for("Cherchez le numéro")
    person.type_into("Le code numéro", portal.code(identifier))
    person.follow("Ouvrir mon dossier")


def give_password(phone: Page, identifier: str) -> None:
    """Give identifier and password, from the page that asks for the identifier."""
    phone.get_by_label("Votre identifiant").fill(identifier)
    phone.get_by_role("button", name="Continuer").click()
    phone.get_by_label("Votre mot de passe").fill(BY_IDENTIFIER[identifier].password)
    phone.get_by_role("button", name="Continuer").click()


def sign_in_on_phone(phone: Page, portal: Running, identifier: str = ROUX) -> None:
    """Sign in with a code of the card, from the page that asks for the identifier."""
    give_password(phone, identifier)
    phone.get_by_label("Le code numéro").fill(portal.code(identifier))
    phone.get_by_role("button", name="Ouvrir mon dossier").click()
